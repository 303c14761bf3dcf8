#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::Confidence;
using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "per-node-etag",
    .family = Family::Traffic,
    .severity = Severity::Error,
    .summary = "The tag depends on the node that answers, not on the content",
    .spec = {"RFC 9110", "8.8.1, 8.8.3.1"},
    .absorbs = {"etag-embeds-node-name", "etag-flapping", "flapping-200-304", "touched-not-changed",
                "match-answered-200", "not-modified-missing-tag", "etag-random-shaped"},
};

/// More pairs of node and tag than this are not compared, so that a long recording stays linear.
constexpr std::size_t kMostShown = 64;

/// One node with one of its tags: where it was seen.
struct Shown {
  const Sighting* first = nullptr;
  const Sighting* last = nullptr;
  Content content;  ///< the first on record
  const Sighting* content_at = nullptr;
};

/// What one audience of a resource saw of its nodes.
struct Fleet {
  std::vector<Shown> shown;
  std::map<std::string_view, std::set<std::string_view>> nodes_of_tag;
  std::map<std::string_view, std::size_t> answers;  ///< by node
};

bool fuller(const Content& a, const Content& b) {
  const auto rank = [](const Content& c) {
    return !c.digest.empty() || !c.body.empty() ? 2 : c.length ? 1 : 0;
  };
  return rank(a) > rank(b);
}

void add(const Sighting& sighting, Fleet& fleet) {
  const std::string_view node = sighting.judged->node.key;
  ++fleet.answers[node];
  fleet.nodes_of_tag[sighting.folded].insert(node);
  const auto it = std::find_if(fleet.shown.begin(), fleet.shown.end(), [&](const Shown& shown) {
    return shown.first->judged->node.key == node && shown.first->folded == sighting.folded;
  });
  if (it == fleet.shown.end() && fleet.shown.size() == kMostShown) return;
  Shown& shown = it == fleet.shown.end() ? fleet.shown.emplace_back() : *it;
  if (!shown.first) shown.first = &sighting;
  shown.last = &sighting;
  const Content content = content_of(sighting.judged->exchange);
  if (!shown.content_at || fuller(content, shown.content)) {
    shown.content = content;
    shown.content_at = &sighting;
  }
}

std::map<std::string_view, Fleet> fleets(const std::vector<Sighting>& seen) {
  std::map<std::string_view, Fleet> fleets;
  for (const Sighting& sighting : seen) {
    if (sighting.judged->node.known()) add(sighting, fleets[sighting.audience]);
  }
  return fleets;
}

/// Why two tags are taken to depend on the node.
enum class Ground : std::uint8_t { None, Interleaved, Confirmed, SameContent, NodeName };

struct Drift {
  Ground ground = Ground::None;
  const Sighting* earlier = nullptr;
  const Sighting* later = nullptr;
};

Confidence confidence_of(Ground ground) {
  return ground >= Ground::SameContent ? Confidence::Certain : Confidence::Likely;
}

bool own_name(const Sighting& sighting) {
  return holds_name(sighting.tag.opaque, sighting.judged->node.key);
}

/// One of the two was not modified for a client, and the other sent that client something else.
bool confirmed_by_304(const Sighting& kept, const Sighting& sent) {
  if (kept.judged->recorded() != 304 || sent.judged->recorded() != 200) return false;
  const auto& asked = sent.judged->conditions.if_none_match;
  return asked &&
         std::any_of(asked->members.begin(), asked->members.end(), [&](const auto& member) {
           return member.tag && without_coding(member.tag->opaque) == kept.folded;
         });
}

Ground ground_of(const Shown& a, const Shown& b, const Resource& resource) {
  if (own_name(*a.first) && own_name(*b.first)) return Ground::NodeName;
  const auto apart = [&](const Sighting* one, const Sighting* other) {
    const auto [from, to] = std::minmax(one->judged->index, other->judged->index);
    return written_between(resource, from, to);
  };
  const Sameness same = compare(a.content, b.content);
  if (same == Sameness::Different) return Ground::None;
  if (same == Sameness::Same && !apart(a.content_at, b.content_at)) return Ground::SameContent;
  if (apart(a.first, b.first)) return Ground::None;
  if (confirmed_by_304(*a.first, *b.first) || confirmed_by_304(*b.first, *a.first)) {
    return Ground::Confirmed;
  }
  const bool interleaved = a.first->judged->index < b.first->judged->index
                               ? a.last->judged->index > b.first->judged->index
                               : b.last->judged->index > a.first->judged->index;
  const bool settled = !apart(a.first, a.last) && !apart(b.first, b.last);
  return same == Sameness::SameLength && interleaved && settled ? Ground::Interleaved
                                                                : Ground::None;
}

/// The best proof among all pairs of nodes; of equal ones the first.
Drift find_drift(const Fleet& fleet, const Resource& resource) {
  Drift best;
  const auto of_one_node = [&](const Shown& shown) {
    return fleet.nodes_of_tag.at(shown.first->folded).size() == 1;
  };
  for (std::size_t j = 1; j < fleet.shown.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      const Shown& a = fleet.shown[i];
      const Shown& b = fleet.shown[j];
      if (a.first->judged->node.key == b.first->judged->node.key) continue;
      if (!of_one_node(a) || !of_one_node(b)) continue;
      const Ground ground = ground_of(a, b, resource);
      if (ground > best.ground) best = {ground, a.first, b.first};
    }
  }
  return best;
}

/// Percent of the checks that land on another node than the one before.
int lost_percent(const Fleet& fleet) {
  double total = 0;
  double squares = 0;
  for (const auto& [node, count] : fleet.answers) total += static_cast<double>(count);
  for (const auto& [node, count] : fleet.answers) {
    const double share = static_cast<double>(count) / total;
    squares += share * share;
  }
  return static_cast<int>((1.0 - squares) * 100.0 + 0.5);
}

/// nginx writes time-size, Apache size-time in microseconds; believed only where the length on
/// record confirms the size.
std::string decoded(const Drift& drift) {
  const auto a = hex_pair(drift.earlier->folded);
  const auto b = hex_pair(drift.later->folded);
  auto length = content_of(drift.later->judged->exchange).length;
  if (!length) length = content_of(drift.earlier->judged->exchange).length;
  if (!a || !b || !length) return {};
  const auto seconds_apart = [](std::uint64_t x, std::uint64_t y, std::uint64_t unit) {
    return fmt::format(" (size part equal, file times {} s apart)",
                       ((x > y ? x - y : y - x) + unit / 2) / unit);
  };
  if (a->second == *length && b->second == *length) return seconds_apart(a->first, b->first, 1);
  if (a->first == *length && b->first == *length) {
    return seconds_apart(a->second, b->second, 1'000'000);
  }
  return {};
}

std::string_view reason_for(Ground ground) {
  switch (ground) {
    case Ground::NodeName: return "each tag contains the name of its own node";
    case Ground::SameContent: return "the content is the same, the tag is not";
    case Ground::Confirmed: return "one node still confirms the tag that the other no longer knows";
    default: return "the length is the same and the tags come and go with the node";
  }
}

const Text& name_of(const Sighting& sighting) { return sighting.judged->node.text; }

void report_drift(const Drift& drift, const Fleet& fleet, Reporter& report) {
  const Sighting& later = *drift.later;
  const Sighting& earlier = *drift.earlier;
  const bool shown_later = later.in_response || !earlier.in_response;
  const Sighting& at = shown_later ? later : earlier;
  const Sighting& other = shown_later ? earlier : later;
  Report found = report.across(at.place, {&at.judged->exchange, &other.judged->exchange},
                               "{} nodes, {} tags for one URL{}: {} ({}: {}, {}: {}). A client "
                               "that lands on another node gets "
                               "200 instead of 304, about {} % of checks. Derive the tag from the "
                               "content, such as a hash of it. "
                               "Restarting changes nothing, sticky sessions hide it until a node "
                               "is replaced, a long max-age "
                               "serves stale content",
                               fleet.answers.size(), fleet.nodes_of_tag.size(), decoded(drift),
                               reason_for(drift.ground), quoted(name_of(earlier).view),
                               quoted(http::to_string(earlier.tag)), quoted(name_of(later).view),
                               quoted(http::to_string(later.tag)), lost_percent(fleet));
  found.resting_on(confidence_of(drift.ground));
  found.related(other.place,
                other.judged->recorded() == 304
                    ? fmt::format("{} confirms this tag with 304", quoted(name_of(other).view))
                    : fmt::format("the tag on {}", quoted(name_of(other).view)));
  found.related(name_of(other), fmt::format("{} is named here", quoted(name_of(other).view)));
  found.related(name_of(at), fmt::format("{} is named here", quoted(name_of(at).view)));
}

bool several_nodes(const Resource& resource) {
  const Node& first = resource.exchanges.front().node;
  return std::any_of(
      resource.exchanges.begin(), resource.exchanges.end(),
      [&](const Judged& judged) { return judged.node.known() && judged.node.key != first.key; });
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2 || !several_nodes(resource)) return;
  const std::vector<Sighting> seen = sightings(resource);
  for (const auto& [audience, fleet] : fleets(seen)) {
    if (fleet.answers.size() < 2 || fleet.nodes_of_tag.size() < 2) continue;
    const Drift drift = find_drift(fleet, resource);
    if (drift.ground != Ground::None) report_drift(drift, fleet, report);
  }
}

}  // namespace

extern constinit const Rule per_node_etag{kInfo, &check};

}  // namespace wiretag::rules
