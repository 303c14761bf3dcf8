#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-content-with-body",
    .family = Family::Status,
    .severity = Severity::Error,
    .summary = "204 with content or with its framing",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.5, 8.6"},
    .absorbs = {"no-content-with-content-length", "no-content-on-get"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 204) return;
  const Response& response = *judged.exchange.response;
  const Field* coding = response.fields.find(FieldName::TransferEncoding);
  const Field* length = response.fields.find(FieldName::ContentLength);
  const bool announced = length && content_size(response).value_or(0) > 0;

  const auto at = [&](const Text& place, std::string_view what) {
    Report found =
        report.at(place, judged,
                  "204 ends at the blank line; {} is read as the start of the next response "
                  "on this connection. Answer 200 if there is something to say",
                  what);
    if (may_edit_response(judged.exchange)) found.fix(answer_with(response, 200));
  };
  if (has_content(response)) {
    at(first_line(response.body.text),
       fmt::format("its content ({})", bytes(response.body.text.view.size())));
  } else if (announced) {
    at(length->value(),
       fmt::format("what Content-Length: {} announces", quoted(length->value().view)));
  } else if (coding) {
    at(coding->value(),
       fmt::format("what Transfer-Encoding: {} frames", quoted(coding->value().view)));
  }
}

}  // namespace

extern constinit const Rule no_content_with_body{kInfo, &check};

}  // namespace wiretag::rules
