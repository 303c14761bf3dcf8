#include "rules/reporter.h"
#include "rules/responses/conflicts.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "immutable-without-lifetime",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "immutable without a lifetime",
    .spec = {"RFC 8246", "2"},
};

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  if (response->fields.elided() || caching_is_templated(*response)) return;
  const auto all = response_directives(*response);
  const PlacedDirective* immutable = find(all, "immutable");
  if (!immutable || conflict_in(all)) return;
  if (find(all, "max-age") || find(all, "s-maxage")) return;
  if (response->fields.has(FieldName::Expires)) return;
  report.at(immutable->text(), judged,
            "immutable saves checks only while the response is fresh, and this one states no "
            "lifetime. Write max-age=31536000, immutable, if the URL changes with its content");
}

}  // namespace

extern constinit const Rule immutable_without_lifetime{kInfo, &check};

}  // namespace wiretag::rules
