#include <string>

#include "http/conditions.h"
#include "http/fields/cache_control.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "condition-required-cacheable",
    .family = Family::Status,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "428 that invites caches to store it",
    .fix = FixKind::Safe,
    .spec = {"RFC 6585", "3"},
};

bool lives(const http::CacheControl& control, std::string_view name) {
  const http::Directive* directive = control.find(name);
  return directive && directive->value &&
         http::parse_delta_seconds(*directive->value).value_or(0) > 0;
}

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 428) return;
  const Fields& fields = judged.exchange.response->fields;
  const Field* field = fields.find(FieldName::CacheControl);
  if (!field || http::is_placeholder(field->value().view)) return;
  const auto control = http::parse_cache_control(fields.values(FieldName::CacheControl));
  if (control.has("no-store")) return;
  if (!control.has("public") && !lives(control, "max-age") && !lives(control, "s-maxage")) return;
  Report found = report.at(field->value(), judged,
                           "No cache may store a 428, and {} tells it to: the next client is asked "
                           "for a condition it has sent. Say Cache-Control: no-store",
                           quoted(field->value().view));
  if (may_edit_response(judged.exchange) && fields.count(FieldName::CacheControl) == 1) {
    found.fix(replace(field->value(), "no-store", "Say no-store", FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule condition_required_cacheable{kInfo, &check};

}  // namespace wiretag::rules
