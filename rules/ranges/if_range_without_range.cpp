#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-without-range",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "If-Range without Range has no effect",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "13.1.5"},
};

void check(const Judged& judged, Reporter& report) {
  // Of a request that a browser made nobody can change the head.
  if (judged.exchange.medium == Medium::Har) return;
  const Request& request = judged.exchange.request;
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || request.fields.elided() || !asked.if_range || asked.range) return;
  if (asked.is_templated(http::TemplatedField::IfRange)) return;

  const Field& field = *request.fields.find(FieldName::IfRange);
  Report found = report.at(field.name(), judged,
                           "If-Range does nothing without Range: the answer is that of a request "
                           "without it. Delete the line, or add the Range that it guards");
  found.fix(remove_fields(request.fields, {FieldName::IfRange}, "Delete If-Range", FixKind::Safe));
  if (asked.if_range->tag && http::selects(asked.method) && !asked.if_none_match) {
    found.fix(replace(field.name(), "If-None-Match", "Ask with If-None-Match whether it changed",
                      FixKind::Unsafe));
  }
}

}  // namespace

extern constinit const Rule if_range_without_range{kInfo, &check};

}  // namespace wiretag::rules
