#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "lifetime-huge",
    .family = Family::Responses,
    .severity = Severity::Hint,
    .tier = 3,
    .summary = "A number of seconds beyond what caches count",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "1.2.2"},
};

/// More than 2^31, where RFC 9111 has caches saturate.
bool overflows(std::string_view digits) {
  constexpr std::string_view kLimit = "2147483648";
  while (digits.starts_with('0')) digits.remove_prefix(1);
  if (digits.size() != kLimit.size()) return digits.size() > kLimit.size();
  return digits > kLimit;
}

void check(const Judged& judged, Reporter& report) {
  for (const PlacedDirective& one : directives(judged)) {
    const std::string_view value = one.directive.value.value_or("");
    if (!counts_seconds(one.directive.name) || one.directive.quoted) continue;
    if (!http::all_digits(value) || !overflows(value)) continue;
    const std::string year = fmt::format("{}=31536000", one.directive.name);
    Report found = report.at(one.text(), judged,
                             "{} is more than a cache counts; it is taken for 2147483648, 68 "
                             "years, or overflows in old ones. A year is for good: {}",
                             quoted(one.directive.text), year);
    if (one.editable) found.fix(replace(one.text(), year, "Write a year", FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule lifetime_huge{kInfo, &check};

}  // namespace wiretag::rules
