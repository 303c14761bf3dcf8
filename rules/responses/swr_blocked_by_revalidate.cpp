#include <array>

#include "rules/reporter.h"
#include "rules/responses/conflicts.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "swr-blocked-by-revalidate",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "A stale allowance that another directive takes back",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "4.2.4, 5.2.2.2"},
};

struct Blocker {
  std::string_view name;
  std::string_view where;
  Severity most;
};

constexpr std::array<Blocker, 4> kBlockers = {{
    {"must-revalidate", "any cache", Severity::Warning},
    {"no-cache", "any cache", Severity::Warning},
    {"proxy-revalidate", "shared caches", Severity::Info},
    // It implies proxy-revalidate, but CDNs are built to serve stale beside it.
    {"s-maxage", "shared caches by the letter of the RFC", Severity::Hint},
}};

void report_block(const Judged& judged, const PlacedDirective& allowance,
                  const PlacedDirective& blocker, const Blocker& known, Reporter& report) {
  Report found = report.at(allowance.text(), judged,
                           "{} has no effect in {}: {} forbids stale answers there. Remove {} if a "
                           "stale answer is fine, else the allowance",
                           quoted(allowance.directive.text), known.where,
                           quoted(blocker.directive.text), known.name);
  found.at_most(known.most);
  found.related(blocker.text(), "forbids it");
  if (known.most < Severity::Warning || !may_edit_response(judged.exchange)) return;
  for (const PlacedDirective* one : {&blocker, &allowance}) {
    found.fix({fmt::format("Remove {}", one->directive.text), FixKind::Unsafe, {without({*one})}});
  }
}

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  const auto all = response_directives(*response);
  if (find(all, "no-store")) return;
  for (const std::string_view name : {"stale-while-revalidate", "stale-if-error"}) {
    const PlacedDirective* allowance = find(all, name);
    if (!allowance || seconds_of(*allowance).value_or(0) == 0) continue;
    for (const Blocker& known : kBlockers) {
      const PlacedDirective* blocker = find(all, known.name);
      const bool qualified = blocker && known.name == "no-cache" && blocker->directive.value;
      if (!blocker || qualified) continue;
      report_block(judged, *allowance, *blocker, known, report);
      return;
    }
  }
}

}  // namespace

extern constinit const Rule swr_blocked_by_revalidate{kInfo, &check};

}  // namespace wiretag::rules
