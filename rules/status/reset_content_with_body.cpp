#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "reset-content-with-body",
    .family = Family::Status,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "205 with content",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.6"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 205) return;
  const Response& response = *judged.exchange.response;
  const Field* length = response.fields.find(FieldName::ContentLength);
  const bool announced = length && content_size(response).value_or(0) > 0;
  const bool head = judged.asked() && judged.conditions.method == http::Method::Head;
  if (head || (!has_content(response) && !announced)) return;

  const Text place = has_content(response) ? first_line(response.body.text) : length->value();
  Report found =
      report.at(place, judged,
                "205 tells the client to reset its form and has no content, yet {} follow. Answer "
                "200 to say something, or 205 with Content-Length: 0",
                content_size(response) ? bytes(*content_size(response)) : "bytes of it");
  if (may_edit_response(judged.exchange)) found.fix(answer_with(response, 200));
}

}  // namespace

extern constinit const Rule reset_content_with_body{kInfo, &check};

}  // namespace wiretag::rules
