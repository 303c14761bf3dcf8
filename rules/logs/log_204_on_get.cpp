#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"
#include "rules/asset_urls.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-204-on-get",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "One URL answers GET with 200 and with 204",
    .spec = {"RFC 9110", "15.3.5, 15.4.5"},
};

constexpr std::uint64_t kFewest = 2;
constexpr std::uint64_t kSettled = 5;

/// Their 204 is meant.
bool is_beacon(std::string_view url) {
  constexpr std::array<std::string_view, 10> kWords = {"beacon", "collect",  "ping",   "track",
                                                       "pixel",  "metric",   "health", "poll",
                                                       "event",  "telemetry"};
  const std::string path = http::lowered(path_of(url));
  return std::ranges::any_of(
      kWords, [&](std::string_view word) { return path.find(word) != std::string::npos; });
}

void check(const UrlTraffic& url, Reporter& report) {
  if (url.members > 1 || is_beacon(url.url)) return;
  const std::uint64_t least = enough(*url.log, kFewest, kSettled);
  if (url.no_content.lines < least || url.full.lines < least) return;
  Report found = report.at(place_of(url.no_content, url), url,
                           "GET is answered 204 {}× and 200 {}×. 204 does not mean \"not "
                           "modified\": caches replace their copy by nothing. For an unchanged "
                           "copy the answer is 304",
                           grouped(url.no_content.lines), grouped(url.full.lines));
  found.related(url.full.samples[0], "200 here");
}

}  // namespace

extern constinit const Rule log_204_on_get{kInfo, &check};

}  // namespace wiretag::rules
