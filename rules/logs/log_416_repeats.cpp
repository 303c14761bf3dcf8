#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-416-repeats",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "A client keeps asking past the end of a file",
    .spec = {"RFC 9110", "15.5.17"},
};

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& again = url.unsatisfied_again;
  if (again.lines == 0) return;
  link_second(report.at(place_of(again, url), url,
                        "{}, {} of them to a client that had two before: it keeps resuming past "
                        "the end. Content-Range: bytes */LENGTH in the 416 tells it that it has "
                        "everything",
                        counted(url.unsatisfied.lines, "answer") + " 416", grouped(again.lines)),
              again);
}

}  // namespace

extern constinit const Rule log_416_repeats{kInfo, &check};

}  // namespace wiretag::rules
