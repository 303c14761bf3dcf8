#include <algorithm>
#include <functional>
#include <vector>

#include "rules/logs/hashed_names.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-304-on-hashed-url",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "Clients check files whose name already guarantees their content",
    .spec = {"RFC 8246", "2"},
};

constexpr std::uint64_t kFewest = 3;
constexpr std::uint64_t kSettled = 20;

/// One request in ten: fewer are reloads.
constexpr std::uint64_t kOneIn = 10;

void check(const LogTraffic& log, Reporter& report) {
  std::vector<const UrlTraffic*> urls;
  std::uint64_t checks = 0;
  for (const UrlTraffic& url : log.urls) {
    if (url.not_modified.lines * kOneIn < url.requests || !has_hashed_name(url)) continue;
    urls.push_back(&url);
    checks += url.not_modified.lines;
  }
  if (checks == 0 || checks < enough(log, kFewest, kSettled)) return;
  std::ranges::stable_sort(urls, std::ranges::greater{},
                           [](const UrlTraffic* url) { return url->not_modified.lines; });
  const UrlTraffic& first = *urls.front();
  link_second(report.across_urls(place_of(first.not_modified, first), urls,
                                 "{} that end in 304, for content that the hash in the name "
                                 "already guarantees. Cache-Control: max-age=31536000, immutable "
                                 "spares them all",
                                 counted(checks, "round trip")),
              first.not_modified);
}

}  // namespace

extern constinit const Rule log_304_on_hashed_url{kInfo, &check};

}  // namespace wiretag::rules
