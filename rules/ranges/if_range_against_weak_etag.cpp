#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-against-weak-etag",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "If-Range names a tag that the server only has as a weak one",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.5"},
    .absorbs = {"if-range-wrong-fallback", "status-contradicts-prediction",
                "partial-with-weak-tag"},
};

/// An uncoded answer with the same tag, strong: the weak one is the work of a compressor.
const Judged* strong_without_coding(const Judged& judged, std::string_view opaque) {
  for (const Judged& other : judged.resource.exchanges) {
    if (other.recorded() != 200) continue;
    const Response& response = *other.exchange.response;
    const auto tag = etag_of(response);
    const bool coded = response.fields.has(FieldName::ContentEncoding);
    if (tag && !tag->weak && tag->opaque == opaque && !coded) return &other;
  }
  return nullptr;
}

Fix ask_for_identity(const Fields& fields) {
  constexpr std::string_view kTitle = "Ask for the uncompressed file";
  if (const Field* accepted = fields.find(FieldName::AcceptEncoding)) {
    return replace(accepted->value(), "identity", std::string(kTitle), FixKind::Unsafe);
  }
  return insert_behind(*fields.find(FieldName::IfRange), "Accept-Encoding: identity",
                       std::string(kTitle));
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || !asked.if_range || !asked.if_range->tag) return;
  const http::Step* step = judged.prediction.find(http::Condition::IfRange);
  if (!step || step->because != http::Because::IfRangeServerTagWeak) return;
  const http::EntityTag current = *judged.state().etag.value;
  if (current.opaque != asked.if_range->tag->opaque) return;

  const Fields& fields = judged.exchange.request.fields;
  const Text value = fields.find(FieldName::IfRange)->value();
  Report found = report.at(
      value, judged,
      "The server's tag is {}: If-Range {} fails the strong comparison, so the answer is 200 with "
      "the whole body{}. No download resumes until the origin sends a strong tag",
      quoted(http::to_string(current)), quoted(value.view),
      judged.recorded() == 206 ? ", not this 206" : "");
  found.resting_on(step->confidence);
  found.related(judged.inference.etag.place, "the weak tag");
  const Judged* strong = strong_without_coding(judged, current.opaque);
  if (!strong) return;
  found.related(strong->exchange.response->fields.find(FieldName::ETag)->value(),
                "without compression the tag is strong");
  if (strong->variant != judged.variant) found.fix(ask_for_identity(fields));
}

}  // namespace

extern constinit const Rule if_range_against_weak_etag{kInfo, &check};

}  // namespace wiretag::rules
