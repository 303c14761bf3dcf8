#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"
#include "rules/asset_urls.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-range-without-if-range",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "Downloads are resumed without If-Range",
    .spec = {"RFC 9110", "13.1.5"},
};

constexpr std::uint64_t kFewest = 3;
constexpr std::uint64_t kSettled = 20;

/// Players seek in these, which is no resumption.
bool is_media(std::string_view url) {
  constexpr std::array<std::string_view, 14> kEndings = {".mp4", ".m4v", ".webm", ".mov", ".mkv",
                                                         ".avi", ".ts",  ".m4s",  ".mp3", ".m4a",
                                                         ".aac", ".ogg", ".opus", ".flac"};
  const std::string path = http::lowered(path_of(url));
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return path.ends_with(ending); });
}

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& resumed = url.resume_without_if_range;
  if (!url.log->columns.if_range || !url.log->columns.range || is_media(url.url)) return;
  if (resumed.lines < enough(*url.log, kFewest, kSettled)) return;
  link_second(report.at(place_of(resumed, url), url,
                        "{} ask for the rest of a file without If-Range: where it changed in "
                        "between, the client glues two versions together. The client sends the "
                        "strong tag of its first answer in If-Range",
                        counted(resumed.lines, "request")),
              resumed);
}

}  // namespace

extern constinit const Rule log_range_without_if_range{kInfo, &check};

}  // namespace wiretag::rules
