#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "unexpected-precondition-failed",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "412 to a request without any condition",
    .spec = {"RFC 9110", "15.5.13"},
};

/// Conditions that travel in the content, as in OData and many RPC interfaces.
bool may_carry_condition(const Body& body) {
  const std::string_view text = body.text.view;
  for (const std::string_view word : {"etag", "ETag", "Etag", "revision", "version", "eneration",
                                      "f-match", "fMatch", "f_match", "recondition"}) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  return body.elided;
}

/// A head of one line beside Host is a sketch; the condition may be among what it leaves out.
bool is_sketch(const Fields& fields) { return fields.elided() || fields.lines().size() < 2; }

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 412) return;
  const Request& request = judged.exchange.request;
  if (asked.conditional() || is_sketch(request.fields) || has_foreign_condition(request)) return;
  if (may_carry_condition(request.body)) return;
  report.at(judged.exchange.response->status_text, judged,
            "412 says that a condition failed, and this {} has none. 428 asks for one, 409 reports "
            "a conflict, 422 or 400 refuse the content",
            request.method_name());
}

}  // namespace

extern constinit const Rule unexpected_precondition_failed{kInfo, &check};

}  // namespace wiretag::rules
