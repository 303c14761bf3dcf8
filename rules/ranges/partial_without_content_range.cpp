#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "partial-without-content-range",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A single part does not say which bytes it carries",
    .spec = {"RFC 9110", "15.3.7.1"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 206) return;
  const Response& response = *judged.exchange.response;
  if (response.fields.has(FieldName::ContentRange) || is_multipart(response)) return;
  if (!looks_complete(response)) return;
  const bool other_unit =
      judged.conditions.range && judged.conditions.range->kind == http::RangeKind::UnknownUnit;
  if (other_unit) return;
  report.at(response.status_text, judged,
            "206 without Content-Range does not say which bytes it carries, so nobody can place "
            "them. Send Content-Range: bytes first-last/length, or 200 for content that is whole");
}

}  // namespace

extern constinit const Rule partial_without_content_range{kInfo, &check};

}  // namespace wiretag::rules
