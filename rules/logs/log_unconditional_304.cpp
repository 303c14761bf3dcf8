#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-unconditional-304",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "304 goes to clients that did not ask for it",
    .spec = {"RFC 9110", "15.4.5"},
};

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& unasked = url.unasked_not_modified;
  if (unasked.lines == 0) return;
  link_second(report.at(place_of(unasked, url), url,
                        "{} with neither If-None-Match nor If-Modified-Since got 304: a client "
                        "without a copy is left with nothing. A cache in front that stores the "
                        "304, or asks with a condition of its own and passes the answer on, does "
                        "that",
                        counted(unasked.lines, "request")),
              unasked);
}

}  // namespace

extern constinit const Rule log_unconditional_304{kInfo, &check};

}  // namespace wiretag::rules
