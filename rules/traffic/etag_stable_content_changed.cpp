#include "rules/reporter.h"
#include "rules/traffic/tag_contents.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-stable-content-changed",
    .family = Family::Traffic,
    .severity = Severity::Error,
    .summary = "The content changed and the strong tag did not",
    .spec = {"RFC 9110", "8.8.1"},
    .absorbs = {"match-answered-200", "spliced-ranges-different-tags"},
};

void check(const Resource& resource, Reporter& report) {
  for (const TagReuse& reuse : reused_tags(resource)) {
    if (reuse.other) continue;
    report
        .across(reuse.after.place, {&reuse.after.judged->exchange, &reuse.before.judged->exchange},
                "The content changed under the tag {}: {}. Clients are told 304 and keep the old "
                "version. Derive the tag from all bytes of the content, such as a hash of them",
                quoted(reuse.after.place.view), reuse.difference)
        .related(reuse.before.place, "the same tag on the earlier content");
  }
}

}  // namespace

extern constinit const Rule etag_stable_content_changed{kInfo, &check};

}  // namespace wiretag::rules
