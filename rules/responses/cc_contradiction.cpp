#include <algorithm>

#include "rules/reporter.h"
#include "rules/responses/conflicts.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-contradiction",
    .family = Family::Responses,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "Two Cache-Control directives that exclude each other",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "4.2.1, 5.2.2"},
    .absorbs = {"no-store-with-validator"},
};

/// What the directive that counts makes of the other one.
std::string_view reason(const Conflict& conflict) {
  if (conflict.counts.is("private")) return "no shared cache may keep this response";
  if (conflict.counts.is("no-store")) return "no cache may keep this response";
  return "immutable saves checks only while the response is fresh, and here it never is";
}

/// `private, max-age=60, s-maxage=60`: one lifetime said twice, as large APIs send it; nothing else
/// was meant.
bool repeats_lifetime(const Conflict& conflict, const std::vector<PlacedDirective>& all) {
  if (!conflict.dead.directive.is("s-maxage")) return false;
  return std::any_of(all.begin(), all.end(), [&](const PlacedDirective& one) {
    return one.directive.is("max-age") && seconds_of(one) == seconds_of(conflict.dead);
  });
}

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  const auto all = response_directives(*response);
  const auto conflict = conflict_in(all);
  if (!conflict || !conflict->on_one_line()) return;
  Report found =
      report.at(conflict->dead.text(), judged,
                "{} and {} exclude each other; the stricter one counts: {}. Keep the one you mean",
                quoted(conflict->counts.directive.text), quoted(conflict->dead.directive.text),
                reason(*conflict));
  if (repeats_lifetime(*conflict, all)) found.at_most(Severity::Hint);
  found.related(conflict->counts.text(), "this one counts");
  if (!may_edit_response(judged.exchange)) return;
  for (const PlacedDirective* one : {&conflict->dead, &conflict->counts}) {
    found.fix({fmt::format("Remove {}", one->directive.text), FixKind::Unsafe, {without({*one})}});
  }
}

}  // namespace

extern constinit const Rule cc_contradiction{kInfo, &check};

}  // namespace wiretag::rules
