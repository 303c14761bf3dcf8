#include "rules/reporter.h"
#include "rules/responses/conflicts.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-duplicate-conflict",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Two different answers to one caching question",
    .spec = {"RFC 9111", "4.2.1"},
    .absorbs = {"no-store-with-validator"},
};

struct Doublet {
  PlacedDirective first;
  PlacedDirective second;
};

/// One lifetime stated twice with different numbers.
std::optional<Doublet> doublet_in(const std::vector<PlacedDirective>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto value = seconds_of(all[i]);
    if (!value || !counts_seconds(all[i].directive.name)) continue;
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const auto other = all[j].is(all[i].directive.name) ? seconds_of(all[j]) : std::nullopt;
      if (other && *other != *value) return Doublet{all[i], all[j]};
    }
  }
  return std::nullopt;
}

/// A lifetime on one line and its denial on another.
std::optional<Doublet> denial_in(const std::vector<PlacedDirective>& all) {
  if (const auto conflict = conflict_in(all)) {
    if (conflict->on_one_line()) return std::nullopt;
    return Doublet{conflict->dead, conflict->counts};
  }
  const PlacedDirective* check = find(all, "no-cache");
  const PlacedDirective* lifetime = find(all, "max-age");
  if (!check || check->directive.value || !lifetime || check->field == lifetime->field) {
    return std::nullopt;
  }
  if (seconds_of(*lifetime).value_or(0) == 0) return std::nullopt;
  return Doublet{*lifetime, *check};
}

void report_pair(const Judged& judged, const Doublet& pair, std::string_view outcome,
                 Reporter& report) {
  const bool lines = pair.first.field != pair.second.field;
  report
      .at(pair.second.text(), judged, "{} and {} answer one question twice: {}. {}",
          quoted(pair.first.directive.text), quoted(pair.second.directive.text), outcome,
          lines
              ? "Usually a proxy and the application both set Cache-Control; let one of them do it"
              : "Keep one of them")
      .related(pair.first.text(), "the other answer");
}

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  const auto all = response_directives(*response);
  if (const auto doublet = doublet_in(all)) {
    report_pair(judged, *doublet, "a cache takes the first or treats the response as stale",
                report);
  } else if (const auto denial = denial_in(all)) {
    report_pair(judged, *denial, "caches obey the stricter one", report);
  }
}

}  // namespace

extern constinit const Rule cc_duplicate_conflict{kInfo, &check};

}  // namespace wiretag::rules
