#include <algorithm>
#include <utility>
#include <vector>

#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-revalidation-storm",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Many checks of one URL come in the minute in which it expires",
    .spec = {"RFC 9111", "4.3"},
};

constexpr std::uint64_t kFewest = 10;
constexpr std::uint64_t kStorm = 100;
constexpr std::uint64_t kTimesTheMedian = 10;
/// A median of fewer minutes says nothing.
constexpr std::int64_t kMinutes = 10;

using Minute = std::pair<std::int64_t, std::uint64_t>;

/// Of all minutes between the first and the last request of the URL.
std::uint64_t median(const UrlTraffic& url, std::uint64_t minutes) {
  std::vector<std::uint64_t> counts;
  for (const auto& [minute, count] : url.rechecks_by_minute) counts.push_back(count);
  counts.resize(std::max<std::size_t>(counts.size(), minutes));
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  return *middle;
}

void check(const UrlTraffic& url, Reporter& report) {
  // Without the cache's own word a peak of checks is a peak of visitors.
  if (!url.log->columns.cache_status || url.cache_stated == 0) return;
  if (url.rechecks_by_minute.empty() || url.rechecked.lines * 2 > url.requests) return;
  const std::int64_t minutes = (url.last_s - url.first_s) / 60;
  // Beyond a year a time in the log is wrong.
  if (minutes < kMinutes || minutes > 366 * 24 * 60) return;
  const Minute& peak = *std::ranges::max_element(url.rechecks_by_minute, {}, &Minute::second);
  const std::uint64_t usual = median(url, static_cast<std::uint64_t>(minutes));
  if (peak.second < enough(*url.log, kFewest, kStorm)) return;
  if (peak.second < usual * kTimesTheMedian) return;
  link_second(
      report.at(place_of(url.rechecked, url), url,
                "{} came to the server in the minute of {}, against {} in an ordinary one: the "
                "stored copy expired under all of them. stale-while-revalidate (RFC 5861), or one "
                "request for all that wait (nginx: proxy_cache_lock), makes it one",
                counted(peak.second, "check"), minute_of(peak.first * 60), grouped(usual)),
      url.rechecked);
}

}  // namespace

extern constinit const Rule log_revalidation_storm{kInfo, &check};

}  // namespace wiretag::rules
