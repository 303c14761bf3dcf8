#include <algorithm>
#include <map>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-flapping",
    .family = Family::Traffic,
    .severity = Severity::Warning,
    .summary = "Tags of one URL come back after others",
    .spec = {"RFC 9110", "8.8.1"},
};

/// One rollback brings a tag back once; a second return is no rollback.
constexpr int kReturns = 2;

/// The tags of one audience in the order in which they took turns.
struct Turns {
  std::vector<const Sighting*> order;  ///< one for each change of the tag
  std::map<std::string_view, const Sighting*> last;
  Content known;
  int returns = 0;
  bool content_differs = false;
};

bool same_node(const Sighting& a, const Sighting& b) {
  return a.judged->node.known() && a.judged->node.key == b.judged->node.key;
}

void add(const Sighting& sighting, const Resource& resource, Turns& turns) {
  const Content content = content_of(sighting.judged->exchange);
  if (compare(turns.known, content) == Sameness::Different) turns.content_differs = true;
  if (content.length || !content.digest.empty()) turns.known = content;

  const Sighting* previous = turns.order.empty() ? nullptr : turns.order.back();
  const auto it = turns.last.find(sighting.folded);
  if (!previous || previous->folded != sighting.folded) {
    const bool back =
        it != turns.last.end() &&
        !written_between(resource, it->second->judged->index, sighting.judged->index) &&
        !same_node(*previous, sighting);
    if (back) ++turns.returns;
    turns.order.push_back(&sighting);
  }
  turns.last[sighting.folded] = &sighting;
}

void report_turns(const Turns& turns, Reporter& report) {
  const auto at =
      std::find_if(turns.order.begin() + 2, turns.order.end(), [&](const Sighting* turn) {
        return std::any_of(turns.order.begin(),
                           std::find(turns.order.begin(), turns.order.end(), turn),
                           [&](const Sighting* before) { return before->folded == turn->folded; });
      });
  const Sighting& back = **at;
  const Sighting& between = **(at - 1);
  std::vector<const Exchange*> exchanges{&back.judged->exchange};
  for (const Sighting* turn : turns.order) {
    if (turn != &back) exchanges.push_back(&turn->judged->exchange);
  }
  Report found = report.across(
      back.place, std::move(exchanges),
      "{0} → {1} → {0}: versions do not come back by themselves; this is the pattern of several "
      "nodes, "
      "each with its own tag. Log the upstream to confirm, then derive the tag from the content",
      quoted(http::to_string(back.tag)), quoted(http::to_string(between.tag)));
  found.related(between.place, "the other tag");
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 4) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::string_view, Turns> audiences;
  for (const Sighting& sighting : seen) add(sighting, resource, audiences[sighting.audience]);
  for (const auto& [audience, turns] : audiences) {
    if (turns.returns >= kReturns && !turns.content_differs) report_turns(turns, report);
  }
}

}  // namespace

extern constinit const Rule etag_flapping{kInfo, &check};

}  // namespace wiretag::rules
