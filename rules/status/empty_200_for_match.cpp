#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::Confidence;
using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "empty-200-for-match",
    .family = Family::Status,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "An empty 200 where 304 is meant",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.1, 15.4.5"},
    .absorbs = {"match-answered-200", "weak-compare-not-applied", "ims-conflicts-with-inm",
                "etag-stable-content-changed", "status-contradicts-prediction"},
};

/// How sure it is that nothing changed. A tag in the response itself decides; else what the
/// neighbours show.
Confidence unchanged(const Judged& judged) {
  if (const auto tag = etag_of(*judged.exchange.response)) {
    return matching_member(judged, *tag) ? Confidence::Certain : Confidence::Unknown;
  }
  return judged.prediction.status == 304 ? judged.prediction.confidence : Confidence::Unknown;
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 200 || asked.method != http::Method::Get) return;
  if (!asked.asks_not_modified()) return;
  const Response& response = *judged.exchange.response;
  const Field* length = response.fields.find(FieldName::ContentLength);
  if (!length || length->value().view != "0" || has_content(response)) return;
  const Judged* content = answered_with_content(judged);
  const Confidence confidence = unchanged(judged);
  if (!content || confidence == Confidence::Unknown) return;

  const FieldName name = asked.if_none_match ? FieldName::IfNoneMatch : FieldName::IfModifiedSince;
  const Text condition = judged.exchange.request.fields.find(name)->value();
  Report found = report.at(response.status_text, judged,
                           "200 with Content-Length: 0 replaces the copy that {} {} asks about by "
                           "an empty one. \"Unchanged, keep yours\" is 304",
                           http::to_string(name), quoted(condition.view));
  found.resting_on(confidence);
  found.related(condition, "the cache check");
  found.related(content->exchange.response->status_text, "the content of this URL");
  if (may_edit_response(judged.exchange)) found.fix(answer_with(response, 304));
}

}  // namespace

extern constinit const Rule empty_200_for_match{kInfo, &check};

}  // namespace wiretag::rules
