#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-with-body",
    .family = Family::Status,
    .severity = Severity::Error,
    .summary = "304 with content",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.4.5"},
};

Fix without_content(const Response& response) {
  Fix fix{"Remove the content", FixKind::Unsafe, {}};
  drop_content(response, {FieldName::TransferEncoding, FieldName::ContentLength}, fix);
  return fix;
}

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 304) return;
  const Response& response = *judged.exchange.response;
  // Transfer-Encoding alone is legal: it names what a 200 would have had (RFC 9112, 6.1).
  if (!has_content(response)) return;
  Report found = report.at(first_line(response.body.text), judged,
                           "304 ends at the blank line; its content ({}) is read as the start of "
                           "the next response on this connection. Send the head only",
                           bytes(response.body.text.view.size()));
  if (may_edit_response(judged.exchange)) found.fix(without_content(response));
}

}  // namespace

extern constinit const Rule not_modified_with_body{kInfo, &check};

}  // namespace wiretag::rules
