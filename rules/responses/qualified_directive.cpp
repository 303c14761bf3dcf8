#include <algorithm>

#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "qualified-directive",
    .family = Family::Responses,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "no-cache or private with field names",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2.2.4, 5.2.2.7"},
};

void report_unquoted(const Judged& judged, const PlacedDirective& one, Reporter& report) {
  const std::string quotes = fmt::format("{}=\"{}\"", one.directive.name, *one.directive.value);
  Report found = report.at(one.text(), judged,
                           "The field names of {} belong in quotes, or a second name reads as a "
                           "directive of its own. Write {}",
                           quoted(one.directive.name), quoted(quotes));
  if (one.editable) {
    found.fix(replace(one.text(), quotes, "Put the field names in quotes", FixKind::Safe));
  }
}

void check(const Judged& judged, Reporter& report) {
  for (const PlacedDirective& one : directives(judged)) {
    if (one.in_request || !(one.is("no-cache") || one.is("private"))) continue;
    if (one.directive.value.value_or("").empty() || !with_separators(one.directive).empty()) {
      continue;
    }
    if (!one.directive.quoted) {
      if (one.directive.value->find('"') == std::string_view::npos) {
        report_unquoted(judged, one, report);
      }
      continue;
    }
    report
        .at(one.text(), judged,
            "Most caches read {} as {} for the whole response. If only that field is at stake, "
            "leave it out of what is cached",
            quoted(one.directive.text), one.directive.name)
        .at_most(Severity::Hint);
  }
}

}  // namespace

extern constinit const Rule qualified_directive{kInfo, &check};

}  // namespace wiretag::rules
