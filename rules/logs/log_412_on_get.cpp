#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-412-on-get",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A cache check ends in 412",
    .spec = {"RFC 9110", "13.1.2"},
};

constexpr std::uint64_t kFewest = 1;
constexpr std::uint64_t kSettled = 3;

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& failed = url.failed_read;
  if (failed.lines < enough(*url.log, kFewest, kSettled)) return;
  link_second(report.at(place_of(failed, url), url,
                        "{} of GET or HEAD{}: a cache check ends in 304 or 200. 412 answers a "
                        "failed If-Match; for If-None-Match it is right for writes only",
                        counted(failed.lines, "answer") + " 412",
                        url.log->columns.if_match ? " without If-Match" : ""),
              failed);
}

}  // namespace

extern constinit const Rule log_412_on_get{kInfo, &check};

}  // namespace wiretag::rules
