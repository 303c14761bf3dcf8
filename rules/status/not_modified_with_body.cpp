#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-with-body",
    .family = Family::Status,
    .severity = Severity::Error,
    .summary = "304 with content or with its framing",
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
  const Field* coding = response.fields.find(FieldName::TransferEncoding);

  const auto at = [&](const Text& place, std::string_view what) {
    Report found = report.at(place, judged,
                             "304 ends at the blank line; {} is read as the start of the next response "
                             "on this connection. Send the head only",
                             what);
    if (may_edit_response(judged.exchange)) found.fix(without_content(response));
  };
  if (has_content(response)) {
    at(first_line(response.body.text),
       fmt::format("its content ({})", bytes(response.body.text.view.size())));
  } else if (coding) {
    at(coding->value(),
       fmt::format("what Transfer-Encoding: {} frames", quoted(coding->value().view)));
  }
}

}  // namespace

extern constinit const Rule not_modified_with_body{kInfo, &check};

}  // namespace wiretag::rules
