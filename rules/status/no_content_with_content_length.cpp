#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-content-with-content-length",
    .family = Family::Status,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "204 with Content-Length",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "8.6"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 204) return;
  const Response& response = *judged.exchange.response;
  const Field* length = response.fields.find(FieldName::ContentLength);
  if (!length || http::is_placeholder(length->value().view)) return;
  const bool zero = length->value().view == "0";
  Report found = report.at(
      length->value(), judged, "204 carries no Content-Length, not even 0: here it is {}. {}",
      quoted(length->value().view),
      zero ? "Clients cope with 0, but the field does not belong here"
           : "Clients may wait for content that never comes; remove the field");
  if (zero) found.at_most(Severity::Info);
  if (may_edit_response(judged.exchange)) {
    found.fix(remove_fields(response.fields, {FieldName::ContentLength}, "Remove Content-Length",
                            FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule no_content_with_content_length{kInfo, &check};

}  // namespace wiretag::rules
