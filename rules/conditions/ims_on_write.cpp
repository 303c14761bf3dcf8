#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "ims-on-write",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "If-Modified-Since on a method that ignores it",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.3"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || !http::writes(asked.method) || !asked.if_modified_since) return;
  const Fields& fields = judged.exchange.request.fields;
  const Field* field = fields.find(FieldName::IfModifiedSince);
  const bool guarded = asked.if_match || asked.if_unmodified_since;
  Report found = report.at(field->name(), judged,
                           "If-Modified-Since is ignored on {}: the write happens either way. {}",
                           judged.exchange.request.method_name(),
                           guarded ? "Remove it, the other condition guards this write"
                                   : "Guard it with If-Unmodified-Since or, better, If-Match");
  if (guarded || fields.count(FieldName::IfModifiedSince) > 1) {
    found.fix(remove_fields(fields, {FieldName::IfModifiedSince}, "Remove If-Modified-Since"));
  } else {
    found.fix(
        replace(field->name(), "If-Unmodified-Since", "Send If-Unmodified-Since", FixKind::Unsafe));
  }
}

}  // namespace

extern constinit const Rule ims_on_write{kInfo, &check};

}  // namespace wiretag::rules
