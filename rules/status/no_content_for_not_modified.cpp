#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::Confidence;
using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-content-for-not-modified",
    .family = Family::Status,
    .severity = Severity::Error,
    .summary = "204 where 304 is meant",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.5, 15.4.5"},
    .absorbs = {"no-content-on-get", "status-contradicts-prediction"},
};

/// The 204 itself carries a tag that the request names.
bool names_asked_tag(const Judged& judged) {
  const auto tag = etag_of(*judged.exchange.response);
  return tag && matching_member(judged, *tag);
}

/// How sure it is that the condition came out as "unchanged". An endpoint whose plain answer is 204
/// proves nothing.
Confidence unchanged(const Judged& judged, const Judged* content) {
  const http::Prediction& prediction = judged.prediction;
  const bool noted = judged.inference.etag.source == Source::Note ||
                     judged.inference.last_modified.source == Source::Note;
  if (prediction.status == 304 && noted) return prediction.confidence;
  if (names_asked_tag(judged)) return content ? Confidence::Certain : Confidence::Likely;
  if (!content || (prediction.known() && prediction.status != 304)) return Confidence::Unknown;
  return Confidence::Likely;
}

Fix answer_304(const Response& response) {
  Fix fix = answer_with(response, 304);
  for (const Field& field : response.fields.lines()) {
    const FieldName id = field.id();
    if (id == FieldName::ContentType || id == FieldName::ContentEncoding ||
        id == FieldName::ContentLanguage) {
      fix.replacements.push_back({field.line(), ""});
    }
  }
  return fix;
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 204 || !http::selects(asked.method)) return;
  if (!asked.asks_not_modified()) return;
  const Judged* content = answered_with_content(judged);
  const Confidence confidence = unchanged(judged, content);
  if (confidence == Confidence::Unknown) return;

  const Response& response = *judged.exchange.response;
  const FieldName name = asked.if_none_match ? FieldName::IfNoneMatch : FieldName::IfModifiedSince;
  const Text condition = judged.exchange.request.fields.find(name)->value();
  Report found =
      report.at(response.status_text, judged,
                "204 does not mean \"unchanged\": it is a complete answer with nothing in it, "
                "so the client drops the copy it asked about with {}. \"Keep yours\" is 304",
                quoted(condition.view));
  found.resting_on(confidence);
  found.related(condition, "the cache check");
  if (content) found.related(content->exchange.response->status_text, "the content of this URL");
  if (may_edit_response(judged.exchange)) found.fix(answer_304(response));
}

}  // namespace

extern constinit const Rule no_content_for_not_modified{kInfo, &check};

}  // namespace wiretag::rules
