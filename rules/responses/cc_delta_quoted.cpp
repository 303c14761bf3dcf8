#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-delta-quoted",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A number of seconds in quotes",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2.1.1, 5.2.2.1"},
};

void check(const Judged& judged, Reporter& report) {
  for (const PlacedDirective& one : directives(judged)) {
    const http::Directive& directive = one.directive;
    if (!directive.quoted || !counts_seconds(directive.name)) continue;
    if (!http::parse_delta_seconds(*directive.value)) continue;
    const std::string plain = fmt::format("{}={}", directive.name, *directive.value);
    Report found = report.at(one.text(), judged,
                             "{} stands in quotes, which no sender may write here; some caches "
                             "ignore it. Write {}",
                             quoted(directive.text), plain);
    if (one.editable) {
      found.fix(replace(one.text(), plain, "Remove the quotes", FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule cc_delta_quoted{kInfo, &check};

}  // namespace wiretag::rules
