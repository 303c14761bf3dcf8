#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-partial-with-weak-tag",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Parts with a weak tag may not be put together",
    .spec = {"RFC 9110", "15.3.7.3"},
};

/// A part alone harms nobody.
constexpr std::uint64_t kFewest = 2;
constexpr std::uint64_t kSettled = 10;

void check(const UrlTraffic& url, Reporter& report) {
  const LogCount& parts = url.weak_partial;
  if (parts.lines < enough(*url.log, kFewest, kSettled)) return;
  link_second(report.at(place_of(parts, url), url,
                        "{} (206) with a weak tag: a client may not combine them, so an "
                        "interrupted download starts over. Send a strong tag for files that are "
                        "fetched in parts",
                        counted(parts.lines, "partial answer")),
              parts);
}

}  // namespace

extern constinit const Rule log_partial_with_weak_tag{kInfo, &check};

}  // namespace wiretag::rules
