#include "rules/reporter.h"
#include "rules/traffic/tag_contents.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "validator-reused-for-new-content",
    .family = Family::Traffic,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "A tag comes back for other content than before",
    .spec = {"RFC 9110", "8.8.1"},
    .absorbs = {"match-answered-200"},
};

Text tag_of(const Judged& judged) {
  const Response& response = *judged.exchange.response;
  const Field* field = response.fields.find(http::FieldName::ETag);
  return field ? field->value() : response.status_text;
}

void check(const Resource& resource, Reporter& report) {
  for (const TagReuse& reuse : reused_tags(resource)) {
    if (!reuse.other) continue;
    Report found = report.across(
        reuse.after.place, {&reuse.after.judged->exchange, &reuse.before.judged->exchange},
        "{} is back after another tag, with other content than before: {}. A cache that kept the "
        "first one is told that it is current. Derive the tag from the content, not from a counter",
        quoted(reuse.after.place.view), reuse.difference);
    found.related(reuse.before.place, "the same tag on the first content");
    if (reuse.other->exchange.response) found.related(tag_of(*reuse.other), "the tag between");
  }
}

}  // namespace

extern constinit const Rule validator_reused_for_new_content{kInfo, &check};

}  // namespace wiretag::rules
