#include <algorithm>
#include <vector>

#include "documents/traffic/inference.h"
#include "http/fields/text.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-embeds-node-name",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "The tag contains the name of the node that answers",
    .spec = {"RFC 9110", "8.8.3.1"},
};

struct Named {
  const Judged* judged = nullptr;
  std::string_view name;
  bool stated = false;  ///< the message or a note names the node as well
};

/// "web-1", "10.0.0.7": a name of one among several. A plain word such as "static" may be content.
bool of_one_among_several(std::string_view name) {
  return std::ranges::any_of(name, [](char c) { return !http::is_letter(c); });
}

Named named(const Judged& judged) {
  const int status = judged.recorded();
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return {};
  if (status != 200 && status != 206 && status != 304) return {};
  const auto tag = etag_of(*judged.exchange.response);
  if (!tag) return {};
  const Node& node = judged.node;
  if (of_one_among_several(node.key) && holds_name(tag->opaque, node.key)) {
    return {&judged, node.text.view, true};
  }
  return {&judged, pod_suffix(tag->opaque), false};
}

/// One finding for a URL: all its tags are made in one way.
void check(const Resource& resource, Reporter& report) {
  std::vector<const Exchange*> exchanges;
  Named found;
  for (const Judged& judged : resource.exchanges) {
    const Named next = named(judged);
    if (next.name.empty()) continue;
    exchanges.push_back(&judged.exchange);
    if (!found.judged) found = next;
  }
  if (!found.judged) return;
  const Text value = found.judged->exchange.response->fields.find(http::FieldName::ETag)->value();
  report
      .across(
          value, std::move(exchanges),
          "The tag {} contains the node's name {}: a client that lands on another node gets 200 "
          "instead of 304. Derive the tag from the content",
          quoted(value.view), quoted(found.name))
      .resting_on(found.stated ? http::Confidence::Certain : http::Confidence::Likely)
      .related(found.stated ? found.judged->node.text : Text{}, "the node that answered");
}

}  // namespace

extern constinit const Rule etag_embeds_node_name{kInfo, &check};

}  // namespace wiretag::rules
