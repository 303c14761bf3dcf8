#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "weak-tag-in-if-range",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "If-Range with a weak tag never resumes a download",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.5, 8.8.3.2"},
    .absorbs = {"if-range-wrong-fallback"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (asked.method != http::Method::Get || !asked.range || !asked.if_range) return;
  if (!asked.if_range->tag || !asked.if_range->tag->weak) return;

  const Fields& fields = judged.exchange.request.fields;
  const Text value = fields.find(FieldName::IfRange)->value();
  const http::Prediction& prediction = judged.prediction;
  const bool settled_before = prediction.known() && !prediction.allowed.contains(200);
  Report found = report.at(
      value, judged,
      "If-Range needs a strong tag; {} is weak, so Range is ignored{}: never 206. "
      "Resume with a strong tag, or ask for the whole file",
      quoted(value.view), settled_before ? "" : " and the whole body comes back with 200");
  if (prediction.known() && prediction.status == 304) found.at_most(Severity::Warning);
  if (const Text strong = earlier_strong_tag(judged, *asked.if_range->tag); strong.placed()) {
    found.related(strong, "the strong tag with the same opaque part");
    found.fix(replace(value, std::string(strong.view),
                      fmt::format("Use the strong tag {} of the earlier response", strong.view),
                      FixKind::Unsafe));
  }
  found.fix(
      remove_fields(fields, {FieldName::IfRange, FieldName::Range}, "Ask for the whole file"));
}

}  // namespace

extern constinit const Rule weak_tag_in_if_range{kInfo, &check};

}  // namespace wiretag::rules
