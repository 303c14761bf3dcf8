#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-stale-served",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "A noticeable share is served stale",
    .spec = {"RFC 5861", "3"},
};

constexpr std::uint64_t kFewest = 10;
constexpr std::uint64_t kSettled = 100;
/// One in twenty.
constexpr std::uint64_t kOneIn = 20;

void check(const UrlTraffic& url, Reporter& report) {
  if (url.cache_stated < enough(*url.log, kFewest, kSettled)) return;
  if (url.stale.lines * kOneIn <= url.cache_stated) return;
  link_second(report.at(place_of(url.stale, url), url,
                        "{} of {} ({} %) were served stale. Where stale-while-revalidate or "
                        "use_stale is not meant to carry so much, the server behind the cache is "
                        "slow or failing",
                        grouped(url.stale.lines), counted(url.cache_stated, "answer"),
                        percent(url.stale.lines, url.cache_stated)),
              url.stale);
}

}  // namespace

extern constinit const Rule log_stale_served{kInfo, &check};

}  // namespace wiretag::rules
