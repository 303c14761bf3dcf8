#include <vector>

#include "rules/logs/tag_history.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-tag-churn",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Almost every answer has a new tag for content of constant size",
    .spec = {"RFC 9110", "8.8.1"},
};

constexpr std::uint64_t kFewest = 6;
constexpr std::uint64_t kSettled = 20;

void check(const UrlTraffic& url, Reporter& report) {
  if (url.members > 1 || url.full.lines < enough(*url.log, kFewest, kSettled)) return;
  if (!one_size(url)) return;
  const std::vector<TagSpan> tags = tag_history(url, Nodes::Together);
  std::uint64_t answers = 0;
  for (const TagSpan& span : tags) answers += span.responses;
  // Where checks are confirmed, the tag is one of the client's own: content by user.
  if (tags.size() * 10 <= answers * 8 || url.not_modified.lines * 5 > url.conditional.lines) return;
  Report found = report.at(
      tags.front().first ? tags.front().first->place() : url.first->place(), url,
      "{} in {} of one size ({}){}: made at random, from the time, or from content with a time or "
      "a nonce in it. No check ever ends in 304. Derive the tag from what stays, such as a "
      "revision or a hash without the volatile part",
      counted(tags.size(), "tag"), counted(answers, "answer"), bytes(url.sizes.front().first),
      url.more_tags ? " in a sample" : "");
  found.related(tags.back().first,
                fmt::format("{} here", shown_tag(tags.back().sent, tags.back().weak)));
}

}  // namespace

extern constinit const Rule log_tag_churn{kInfo, &check};

}  // namespace wiretag::rules
