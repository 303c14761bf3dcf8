#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "must-understand-alone",
    .family = Family::Responses,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "must-understand without its fallback no-store",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "5.2.2.3"},
};

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response || response->fields.elided() || caching_is_templated(*response)) return;
  const auto all = response_directives(*response);
  const PlacedDirective* alone = find(all, "must-understand");
  if (!alone || find(all, "no-store")) return;
  Report found = report.at(alone->text(), judged,
                           "Caches that do not know must-understand skip it and store the response "
                           "all the same. Write must-understand, no-store: those that know it "
                           "ignore the no-store");
  if (!may_edit_response(judged.exchange)) return;
  found.fix(replace(alone->text(), "must-understand, no-store", "Add no-store as the fallback",
                    FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule must_understand_alone{kInfo, &check};

}  // namespace wiretag::rules
