#include <algorithm>

#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-conditional-200-same-tag",
    .family = Family::Logs,
    .severity = Severity::Error,
    .summary = "A check with the current tag is answered 200 with the whole content",
    .spec = {"RFC 9110", "13.1.2, 13.2.2"},
    .absorbs = {"log-304-ratio-low"},
};

/// One check in a hundred: fewer may be requests that a proxy changed on the way.
constexpr std::uint64_t kOneIn = 100;

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& full = url.current_tag_full;
  if (full.lines <= url.suffixed_tag_full.lines) return;  // told by log-coding-suffix-200
  const std::uint64_t lines = full.lines - url.suffixed_tag_full.lines;
  if (lines * kOneIn < url.conditional.lines) return;
  const std::uint64_t resent = full.bytes - std::min(full.bytes, url.suffixed_tag_full.bytes);
  link_second(
      report.at(place_of(full, url), url,
                "{} of {} with If-None-Match named the tag that the answer itself carries and got "
                "200 instead of 304, {} sent again{}. Compare the tags weakly, and look for a "
                "proxy or a handler that drops If-None-Match before the comparison",
                grouped(lines), counted(url.conditional.lines, "check"), volume(resent),
                hourly(resent, *url.log)),
      full);
}

}  // namespace

extern constinit const Rule log_conditional_200_same_tag{kInfo, &check};

}  // namespace wiretag::rules
