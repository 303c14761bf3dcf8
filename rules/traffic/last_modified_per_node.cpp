#include <map>
#include <optional>
#include <utility>

#include "http/fields/date.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "last-modified-per-node",
    .family = Family::Traffic,
    .severity = Severity::Warning,
    .summary = "Last-Modified depends on the node that answers, not on the content",
    .spec = {"RFC 9110", "8.8.2, 13.1.3"},
    .absorbs = {"ims-conflicts-with-inm", "match-answered-200"},
};

/// Without a node to go by, a date that comes back once may be a copy restored.
constexpr int kReturns = 2;

/// One answer with a tag and a date.
struct Dated {
  const Sighting* sighting = nullptr;
  http::HttpDate date;
};

/// The dates beside one tag, in the order in which they took turns.
struct Turns {
  std::vector<Dated> order;
  int returns = 0;
};

std::optional<http::HttpDate> date_of(const Judged& judged) {
  if (!judged.exchange.response) return std::nullopt;
  const Fields& fields = judged.exchange.response->fields;
  if (fields.count(FieldName::LastModified) != 1) return std::nullopt;
  const auto parsed = http::parse_http_date(fields.value(FieldName::LastModified));
  return parsed ? std::optional(parsed->date) : std::nullopt;
}

Text date_text(const Dated& dated) {
  return dated.sighting->judged->exchange.response->fields.find(FieldName::LastModified)->value();
}

const Node& node(const Dated& dated) { return dated.sighting->judged->node; }

void add(const Dated& dated, const Resource& resource, Turns& turns) {
  if (turns.order.empty()) {
    turns.order.push_back(dated);
    return;
  }
  const Dated& previous = turns.order.back();
  if (written_between(resource, previous.sighting->judged->index, dated.sighting->judged->index)) {
    turns = {{dated}, 0};
    return;
  }
  if (previous.date == dated.date) return;
  for (const Dated& before : turns.order) {
    if (before.date == dated.date) {
      ++turns.returns;
      break;
    }
  }
  turns.order.push_back(dated);
}

/// A node that shows two dates takes them from something else than its copy, such as the clock.
bool one_date_a_node(const Turns& turns) {
  std::map<std::string_view, http::HttpDate> dates;
  for (const Dated& dated : turns.order) {
    const auto [it, added] = dates.emplace(node(dated).key, dated.date);
    if (!added && it->second != dated.date) return false;
  }
  return true;
}

/// Two answers of different nodes with different dates.
std::optional<std::pair<Dated, Dated>> split_by_node(const Turns& turns) {
  for (std::size_t i = 1; i < turns.order.size(); ++i) {
    const Dated& before = turns.order[i - 1];
    const Dated& after = turns.order[i];
    if (different_nodes(node(before), node(after))) return std::pair{before, after};
  }
  return std::nullopt;
}

std::string on(const Dated& dated) {
  return node(dated).known() ? fmt::format(" on {}", quoted(node(dated).text.view)) : std::string();
}

void report_turns(const Turns& turns, Reporter& report) {
  const auto split = one_date_a_node(turns) ? split_by_node(turns) : std::nullopt;
  if (!split && turns.returns < kReturns) return;
  const auto [before, after] = split.value_or(std::pair{turns.order[0], turns.order[1]});
  report
      .across(
          date_text(after), {&after.sighting->judged->exchange, &before.sighting->judged->exchange},
          "The tag {} stays, Last-Modified does not: {}{}, {}{}. nginx and Apache want the date "
          "to agree as well and answer 200. Take the date from the content (commit, build), not "
          "from the copy",
          quoted(http::to_string(after.sighting->tag)), quoted(date_text(before).view), on(before),
          quoted(date_text(after).view), on(after))
      // Once each, it may be a release that has not reached every node.
      .resting_on(turns.returns > 0 ? http::Confidence::Certain : http::Confidence::Likely)
      .related(date_text(before), "the other date");
}

void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2) return;
  const std::vector<Sighting> seen = sightings(resource);
  std::map<std::pair<std::string_view, std::string_view>, Turns> tags;
  for (const Sighting& sighting : seen) {
    const auto date = date_of(*sighting.judged);
    if (!date) continue;
    add({&sighting, *date}, resource, tags[{sighting.audience, sighting.folded}]);
  }
  for (const auto& [key, turns] : tags) report_turns(turns, report);
}

}  // namespace

extern constinit const Rule last_modified_per_node{kInfo, &check};

}  // namespace wiretag::rules
