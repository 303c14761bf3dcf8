#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-delta-not-integer",
    .family = Family::Responses,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "A lifetime that is no whole number of seconds",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "1.2.2, 4.2.1"},
};

constexpr std::array<std::pair<std::string_view, std::uint64_t>, 14> kUnits = {{
    {"s", 1},
    {"sec", 1},
    {"seconds", 1},
    {"m", 60},
    {"min", 60},
    {"h", 3600},
    {"hour", 3600},
    {"hours", 3600},
    {"d", 86400},
    {"day", 86400},
    {"days", 86400},
    {"w", 604800},
    {"y", 31536000},
    {"year", 31536000},
}};

struct Repair {
  std::string value;
  FixKind kind = FixKind::Safe;
};

/// `1h` as 3600.
std::optional<Repair> in_seconds(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr std::uint64_t kMost = 100'000;
  if (error != std::errc() || number > kMost) return std::nullopt;
  const std::string_view unit =
      http::trim_blanks(text.substr(static_cast<std::size_t>(end - text.data())));
  for (const auto& [name, seconds] : kUnits) {
    if (http::equal_ignoring_case(unit, name)) {
      return Repair{std::to_string(number * seconds), FixKind::Safe};
    }
  }
  return std::nullopt;
}

std::optional<Repair> repair(std::string_view value) {
  if (value.starts_with('-') && http::all_digits(value.substr(1))) {
    return Repair{"0", FixKind::Unsafe};
  }
  return in_seconds(value);
}

std::string_view effect(const PlacedDirective& one) {
  if (!one.in_response) return "caches ignore it";
  const bool lifetime = one.is("max-age") || one.is("s-maxage");
  return lifetime ? "caches treat the response as stale" : "caches ignore it";
}

/// The digit groups behind `max-age=31` in `max-age=31,536,000`, which are read as directives.
std::size_t groups_behind(const std::vector<PlacedDirective>& all, std::size_t index) {
  std::size_t count = 0;
  for (std::size_t i = index + 1; i < all.size(); ++i) {
    const bool group = all[i].field == all[index].field && all[i].directive.text.size() == 3 &&
                       http::all_digits(all[i].directive.text);
    if (!group) break;
    ++count;
  }
  return count;
}

void report_groups(const Judged& judged, const std::vector<PlacedDirective>& all, std::size_t index,
                   std::size_t groups, Reporter& report) {
  const PlacedDirective& one = all[index];
  const Text place = one.text().through(all[index + groups].text());
  std::string whole(one.directive.text);
  for (std::size_t i = 1; i <= groups; ++i) whole += all[index + i].directive.text;
  Report found = report.at(place, judged,
                           "The number ends at the comma: caches read {}. Write the seconds "
                           "without separators: {}",
                           quoted(one.directive.text), quoted(whole));
  if (one.editable) {
    found.fix(replace(place, whole, fmt::format("Write {}", whole), FixKind::Safe));
  }
}

void report_value(const Judged& judged, const PlacedDirective& one, Reporter& report) {
  const std::string_view value = one.directive.value.value_or("");
  if (value.empty()) {
    report.at(one.text(), judged, "{} lacks its number of seconds; {}. Write {}=3600, for an hour",
              quoted(one.directive.text), effect(one), one.directive.name);
    return;
  }
  const auto better = repair(value);
  Report found = report.at(one.text(), judged, "{} is no whole number of seconds; {}. Write {}",
                           quoted(one.directive.text), effect(one),
                           better ? fmt::format("{}={}", one.directive.name, better->value)
                                  : std::string("digits only"));
  // Nearly every cache takes a negative lifetime for 0, which is what its author means.
  if (better && better->kind == FixKind::Unsafe) found.at_most(Severity::Warning);
  if (!better || !one.editable) return;
  const std::string text = fmt::format("{}={}", one.directive.name, better->value);
  found.fix(replace(one.text(), text, fmt::format("Write {}", text), better->kind));
}

/// A stale allowance without number is a rule of its own, and max-stale needs none.
bool may_lack_number(const PlacedDirective& one) {
  return !one.is("max-age") && !one.is("s-maxage") && !one.is("min-fresh");
}

void check(const Judged& judged, Reporter& report) {
  const std::vector<PlacedDirective> all = directives(judged);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const http::Directive& directive = all[i].directive;
    if (!counts_seconds(directive.name) || !with_separators(directive).empty()) continue;
    const std::string_view value = directive.value.value_or("");
    if (value.empty() && may_lack_number(all[i])) continue;
    if (!http::parse_delta_seconds(value)) {
      report_value(judged, all[i], report);
    } else if (const std::size_t groups = groups_behind(all, i)) {
      report_groups(judged, all, i, groups, report);
    }
  }
}

}  // namespace

extern constinit const Rule cc_delta_not_integer{kInfo, &check};

}  // namespace wiretag::rules
