#include <algorithm>

#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "satisfiable-range-answered-416",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "A range that starts inside the file is refused",
    .spec = {"RFC 9110", "14.1.2, 15.5.17"},
    .absorbs = {"status-contradicts-prediction", "range-refusal-without-length"},
};

/// A server may refuse more ranges than this, whatever they are (RFC 9110 14.2).
constexpr std::size_t kFewRanges = 2;

const http::RangeSpec* satisfiable(const http::RangeField& range, std::uint64_t length) {
  const auto it = std::find_if(range.specs.begin(), range.specs.end(), [&](const auto& spec) {
    return http::select(spec, length).has_value();
  });
  return it == range.specs.end() ? nullptr : &*it;
}

std::string why(const http::RangeSpec& spec, std::uint64_t length) {
  if (spec.suffix()) return "a suffix of a file with content can always be sent";
  if (spec.last && *spec.last >= length) {
    return fmt::format("only the start counts, and an end past the last byte is cut to {}",
                       length - 1);
  }
  return fmt::format("byte {} is there", *spec.first);
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 416 || asked.method != http::Method::Get) return;
  if (!asked.range || asked.range->kind != http::RangeKind::Bytes) return;
  if (asked.range->specs.size() > kFewRanges) return;
  const http::Step* guard = judged.prediction.find(http::Condition::IfRange);
  if (guard && guard->outcome == http::Outcome::False) return;
  const auto& length = judged.state().length;
  const http::RangeSpec* spec = length.value ? satisfiable(*asked.range, *length.value) : nullptr;
  if (!spec) return;

  const Text value = judged.exchange.request.fields.find(FieldName::Range)->value();
  report
      .at(judged.exchange.response->status_text, judged,
          "416 to {}, although the file has {}: {}. The answer is 206, or 200 from a server that "
          "ignores Range",
          quoted(value.view), bytes(*length.value), why(*spec, *length.value))
      .resting_on(length.confidence)
      .related(value, "the range")
      .related(judged.inference.length.place, "the length");
}

}  // namespace

extern constinit const Rule satisfiable_range_answered_416{kInfo, &check};

}  // namespace wiretag::rules
