#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-inode-shaped",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "The tag contains the inode number of a file",
    .spec = {"RFC 9110", "8.8.3.1"},
};

/// One finding for a URL: all its tags come from one setting.
void check(const Resource& resource, Reporter& report) {
  for (const Judged& judged : resource.exchanges) {
    if (!judged.exchange.response || judged.exchange.fragment) continue;
    const Response& response = *judged.exchange.response;
    const auto tag = file_tag(response);
    if (!tag || tag->inode.empty()) continue;
    const Text value = response.fields.find(FieldName::ETag)->value();
    report.at(
        value, judged,
        "{} contains inode {}, which differs on each server and after each restore: the same file "
        "then gets 200 instead of 304. Leave it out, in Apache: FileETag MTime Size",
        quoted(value.view), quoted(tag->inode));
    return;
  }
}

}  // namespace

extern constinit const Rule etag_inode_shaped{kInfo, &check};

}  // namespace wiretag::rules
