#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "swr-without-value",
    .family = Family::Responses,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A stale allowance without its number of seconds",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 5861", "3, 4"},
};

void check(const Judged& judged, Reporter& report) {
  for (const PlacedDirective& one : directives(judged)) {
    const http::Directive& directive = one.directive;
    if (!one.is("stale-while-revalidate") && !one.is("stale-if-error")) continue;
    if (!directive.value.value_or("").empty()) continue;
    if (!with_separators(directive).empty()) continue;
    const std::string written = fmt::format("{}=60", directive.name);
    Report found = report.at(one.text(), judged,
                             "{} lacks its number of seconds, so caches ignore it. Write {}, for "
                             "one minute",
                             quoted(directive.text), written);
    if (one.editable) {
      found.fix(replace(one.text(), written, fmt::format("Write {}", written), FixKind::Unsafe));
    }
  }
}

}  // namespace

extern constinit const Rule swr_without_value{kInfo, &check};

}  // namespace wiretag::rules
