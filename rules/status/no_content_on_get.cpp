#include <algorithm>
#include <array>

#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-content-on-get",
    .family = Family::Status,
    .severity = Severity::Warning,
    .summary = "204 as the answer to a GET",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.5, 15.1"},
    .absorbs = {"status-contradicts-prediction"},
};

/// Endpoints that answer 204 by design: probes, beacons, icons, polls.
bool empty_by_design(std::string_view target) {
  std::string path(target.substr(0, target.find('?')));
  std::transform(path.begin(), path.end(), path.begin(), http::lower);
  constexpr std::array<std::string_view, 17> kMarks = {
      "204",      "favicon", "beacon", "pixel",  "ping",  "health", "ready", "live",     "collect",
      "tracking", "/track",  "poll",   "events", "probe", "alive",  "noop",  "keepalive"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return path.find(mark) != std::string::npos; });
}

bool says_how_to_cache(const Fields& fields) {
  return fields.has(FieldName::CacheControl) || fields.has(FieldName::Expires);
}

Fix forbid_storing(const Response& response) {
  const auto& lines = response.fields.lines();
  const Text last = lines.empty() ? response.line : lines.back().value();
  const bool carriage_return = !lines.empty() && lines.back().line().view.ends_with("\r\n");
  const Text end = last.part(last.view.substr(last.view.size()));
  return replace(end, carriage_return ? "\r\nCache-Control: no-store" : "\nCache-Control: no-store",
                 "Add Cache-Control: no-store", FixKind::Unsafe);
}

void check(const Judged& judged, Reporter& report) {
  const Request& request = judged.exchange.request;
  if (!judged.asked() || judged.recorded() != 204) return;
  if (request.method != http::Method::Get || empty_by_design(request.target)) return;
  const Response& response = *judged.exchange.response;
  if (const Judged* content = answered_with_content(judged)) {
    report
        .at(response.status_text, judged,
            "{} has content elsewhere in this file, so 204 makes clients drop it. An empty list is "
            "200 [], a missing thing is 404",
            quoted(request.target))
        .related(content->exchange.response->status_text, "answered with content");
    return;
  }
  if (says_how_to_cache(response.fields)) return;
  // Pages are full of beacons that answer so by design; a browser's recording does not tell.
  if (judged.exchange.medium == Medium::Har) return;
  Report found =
      report.at(response.status_text, judged,
                "204 to GET {} may be stored for a while by default, so \"nothing\" sticks. "
                "Say Cache-Control: no-store, or answer an empty list with 200 []",
                quoted(request.target));
  found.at_most(Severity::Info);
  if (may_edit_response(judged.exchange)) found.fix(forbid_storing(response));
}

}  // namespace

extern constinit const Rule no_content_on_get{kInfo, &check};

}  // namespace wiretag::rules
