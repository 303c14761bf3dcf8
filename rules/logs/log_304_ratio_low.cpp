#include <algorithm>
#include <vector>

#include "rules/logs/tag_history.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-304-ratio-low",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .summary = "Few checks end in 304 although the size never changes",
    .spec = {"RFC 9110", "15.4.5, 8.8.1"},
};

/// Checks that a share is taken of.
constexpr std::uint64_t kFewest = 6;
constexpr std::uint64_t kSettled = 50;
/// So many tags one after the other for one size are no releases.
constexpr std::size_t kManyTags = 5;

/// A client that holds the tag from before a release gets 200 once, and that is right. Where the
/// log has tags, it takes one that comes back or many that do not.
bool tags_change_by_themselves(const UrlTraffic& url) {
  const std::vector<TagSpan> tags = tag_history(url, Nodes::Together);
  if (tags.size() >= kManyTags) return true;
  for (std::size_t j = 1; j < tags.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      if (same_size(tags[i], tags[j]) && side_by_side(tags[i], tags[j])) return true;
    }
  }
  return url.current_tag_full.lines * 2 > url.conditional_full.lines;
}

std::string_view best_fix(const UrlTraffic& url) {
  if (!url.log->columns.etag) {
    return "Log the ETag to see why; as a rule a tag that is made from the node, the time or a "
           "counter. A hash of the content is the same everywhere";
  }
  return "The tag changes, the content hardly: derive it from the content, such as a hash of it";
}

void check(const UrlTraffic& url, Reporter& report) {
  const LogColumns& columns = url.log->columns;
  if (!columns.if_none_match && !columns.if_modified_since) return;
  const std::uint64_t full = url.conditional_full.lines;
  const std::uint64_t confirmed = std::min(
      url.not_modified.lines, url.conditional.lines - std::min(url.conditional.lines, full));
  const std::uint64_t checks = full + confirmed;
  if (checks < enough(*url.log, kFewest, kSettled) || confirmed * 2 >= checks) return;
  if (!one_size(url) || url.members > 1) return;
  if (columns.etag && !tags_change_by_themselves(url)) return;
  Report found =
      report.at(place_of(url.conditional_full, url), url,
                "only {} % of {} end in 304 although the size stays at {}; {} sent again{}. {}",
                percent(confirmed, checks), counted(checks, "check"),
                bytes(url.sizes.front().first), volume(url.conditional_full.bytes),
                hourly(url.conditional_full.bytes, *url.log), best_fix(url));
  if (!columns.etag || !columns.if_none_match) found.at_most(Severity::Info);
  link_second(found, url.conditional_full);
}

}  // namespace

extern constinit const Rule log_304_ratio_low{kInfo, &check};

}  // namespace wiretag::rules
