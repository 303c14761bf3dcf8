#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-star",
    .family = Family::Tags,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "ETag with the value *",
    .spec = {"RFC 9110", "8.8.3"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response) return;
  for (const Field& field : judged.exchange.response->fields.lines()) {
    if (field.id() != FieldName::ETag || field.value().view != "*") continue;
    report.at(field.value(), judged,
              "ETag * is no tag: * belongs in If-Match and If-None-Match, where it means any "
              "version. Caches drop it and revalidate nothing. Name the one tag of this "
              "representation, or send no ETag");
  }
}

}  // namespace

extern constinit const Rule etag_star{kInfo, &check};

}  // namespace wiretag::rules
