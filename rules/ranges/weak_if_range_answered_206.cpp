#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "weak-if-range-answered-206",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "A part is sent although If-Range names a weak tag",
    .spec = {"RFC 9110", "13.1.5"},
    .absorbs = {"weak-tag-in-if-range", "status-contradicts-prediction", "partial-with-weak-tag"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 206 || asked.method != http::Method::Get) return;
  if (!asked.range || !asked.if_range || !asked.if_range->tag || !asked.if_range->tag->weak) return;

  const Response& response = *judged.exchange.response;
  const Text value = judged.exchange.request.fields.find(FieldName::IfRange)->value();
  const bool nginx = product_of(judged.exchange) == "nginx";
  Report found =
      report.at(response.status_text, judged,
                "206 to the weak If-Range {}: {} compared text, not strength, so part and "
                "remainder may come from different bytes. The answer is 200; send only strong "
                "tags in If-Range",
                quoted(value.view), nginx ? "nginx" : "this server");
  const auto tag = etag_of(response);
  if (tag && !tag->weak && tag->opaque == asked.if_range->tag->opaque) {
    found.at_most(Severity::Warning);
  }
  found.related(value, "a weak tag makes the condition false");
}

}  // namespace

extern constinit const Rule weak_if_range_answered_206{kInfo, &check};

}  // namespace wiretag::rules
