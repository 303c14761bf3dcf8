#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "not-modified-unconditional",
    .family = Family::Status,
    .severity = Severity::Error,
    .summary = "304 to a request that asked no cache check",
    .spec = {"RFC 9110", "15.4.5"},
    .absorbs = {"status-contradicts-prediction"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 304 || !http::selects(asked.method)) return;
  if (asked.asks_not_modified() || judged.exchange.request.fields.elided()) return;
  const Request& request = judged.exchange.request;
  Report found = report.at(
      judged.exchange.response->status_text, judged,
      "304 to {} {} without If-None-Match or If-Modified-Since: there is no copy to keep, and a "
      "first visitor gets an empty page. Answer 200 with the content",
      request.method_name(), quoted(request.target));
  // A request without a single field is a sample that left them out.
  if (request.fields.empty()) found.at_most(Severity::Warning);
}

}  // namespace

extern constinit const Rule not_modified_unconditional{kInfo, &check};

}  // namespace wiretag::rules
