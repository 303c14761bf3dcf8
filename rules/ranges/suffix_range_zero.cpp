#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "suffix-range-zero",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Range asks for the last 0 bytes",
    .spec = {"RFC 9110", "14.1.2"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!asked.range || asked.range->specs.size() != 1) return;
  const http::RangeSpec& spec = asked.range->specs.front();
  if (!spec.suffix() || spec.last != 0U) return;
  const Text value = judged.exchange.request.fields.find(FieldName::Range)->value();
  report.at(value, judged,
            "Range {} asks for the last 0 bytes, which no file can satisfy: the answer is 416. Ask "
            "for bytes=-1 or more, or leave Range out",
            quoted(value.view));
}

}  // namespace

extern constinit const Rule suffix_range_zero{kInfo, &check};

}  // namespace wiretag::rules
