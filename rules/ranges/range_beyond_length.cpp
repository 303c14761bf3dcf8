#include <algorithm>

#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "range-beyond-length",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Every requested range starts past the end of the file",
    .spec = {"RFC 9110", "14.1.2, 15.5.17"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 0) return;
  const http::Step* step = judged.prediction.find(http::Condition::Range);
  if (!step || step->because != http::Because::RangeUnsatisfiable) return;
  const auto& length = judged.state().length;
  const auto& specs = judged.conditions.range->specs;
  const bool positions =
      std::all_of(specs.begin(), specs.end(), [](const auto& spec) { return !spec.suffix(); });
  if (!length.value || !positions) return;

  const Text value = judged.exchange.request.fields.find(FieldName::Range)->value();
  report
      .at(value, judged,
          "Range {} starts past the last byte, {}: the file has {}. The answer is 416 with "
          "Content-Range: bytes */{}; start at most at {}",
          quoted(value.view), *length.value - 1, bytes(*length.value), *length.value,
          *length.value - 1)
      .resting_on(length.confidence)
      .related(judged.inference.length.place, "the length");
}

}  // namespace

extern constinit const Rule range_beyond_length{kInfo, &check};

}  // namespace wiretag::rules
