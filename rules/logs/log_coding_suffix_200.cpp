#include <algorithm>
#include <functional>
#include <vector>

#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-coding-suffix-200",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "The server does not recognise the coding suffix of its own tags",
    .spec = {"RFC 9110", "8.8.3.3"},
    .absorbs = {"log-304-ratio-low"},
};

constexpr std::uint64_t kFewest = 1;
constexpr std::uint64_t kSettled = 5;

void check(const LogTraffic& log, Reporter& report) {
  std::vector<const UrlTraffic*> urls;
  std::uint64_t lines = 0;
  std::uint64_t resent = 0;
  for (const UrlTraffic& url : log.urls) {
    if (url.suffixed_tag_full.lines == 0) continue;
    urls.push_back(&url);
    lines += url.suffixed_tag_full.lines;
    resent += url.suffixed_tag_full.bytes;
  }
  if (urls.empty() || lines < enough(log, kFewest, kSettled)) return;
  std::ranges::stable_sort(urls, std::ranges::greater{},
                           [](const UrlTraffic* url) { return url->suffixed_tag_full.bytes; });
  const UrlTraffic& first = *urls.front();
  link_second(
      report.across_urls(
          place_of(first.suffixed_tag_full, first), urls,
          "{} named the current tag with its coding suffix (-gzip, -br) and got 200 instead of "
          "304, {} sent again{}: the server adds the suffix and does not recognise it. Apache "
          "before 2.4.58: RequestHeader edit \"If-None-Match\" '^\"((.*)-gzip)\"$' '\"$1\", "
          "\"$2\"'; from then on DeflateAlterETag",
          counted(lines, "check"), volume(resent), hourly(resent, log)),
      first.suffixed_tag_full);
}

}  // namespace

extern constinit const Rule log_coding_suffix_200{kInfo, &check};

}  // namespace wiretag::rules
