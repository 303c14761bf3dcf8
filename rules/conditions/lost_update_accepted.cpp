#include <algorithm>

#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::Because;
using http::Confidence;
using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "lost-update-accepted",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "A write goes through although its condition is false",
    .spec = {"RFC 9110", "13.1.1, 13.1.4"},
};

/// The guard that was false, if its tag or date is what failed.
const http::Step* failed_guard(const Judged& judged) {
  for (const http::Condition condition :
       {http::Condition::IfMatch, http::Condition::IfUnmodifiedSince}) {
    const http::Step* step = judged.prediction.find(condition);
    if (!step || step->outcome != http::Outcome::False) continue;
    const bool decided =
        step->because == Because::NoTagMatches || step->because == Because::ModifiedSince;
    if (decided && step->confidence != Confidence::Unknown) return step;
  }
  return nullptr;
}

/// Some servers disregard W/ here; then nobody's update is lost.
bool matches_but_for_weakness(const Judged& judged) {
  const auto& list = judged.conditions.if_match;
  const auto& current = judged.state().etag.value;
  return list && current &&
         std::any_of(list->members.begin(), list->members.end(), [&](const auto& member) {
           return member.tag && http::weak_match(*member.tag, *current);
         });
}

bool performed(const Judged& judged) { return judged.recorded() >= 200 && judged.recorded() < 300; }

/// The same write went through before, so its effect may have been in place.
bool repeats_a_write(const Judged& judged, FieldName guard) {
  const Request& mine = judged.exchange.request;
  for (std::size_t i = 0; i < judged.index; ++i) {
    const Judged& other = judged.resource.exchanges[i];
    const Request& earlier = other.exchange.request;
    if (performed(other) && earlier.method == mine.method &&
        earlier.body.text.view == mine.body.text.view &&
        earlier.fields.value(guard) == mine.fields.value(guard)) {
      return true;
    }
  }
  return false;
}

/// The tag that the representation has after the write, from its response or the next read.
Text tag_afterwards(const Judged& judged) {
  const http::Method method = judged.exchange.request.method;
  if (method != http::Method::Put && method != http::Method::Patch) return {};
  if (etag_of(*judged.exchange.response)) {
    return judged.exchange.response->fields.find(FieldName::ETag)->value();
  }
  for (std::size_t i = judged.index + 1; i < judged.resource.exchanges.size(); ++i) {
    const Judged& later = judged.resource.exchanges[i];
    if (!http::selects(later.exchange.request.method)) return {};
    if (later.recorded() != 200 || later.variant != judged.variant) continue;
    if (different_nodes(later.node, judged.node)) continue;
    if (!etag_of(*later.exchange.response)) return {};
    return later.exchange.response->fields.find(FieldName::ETag)->value();
  }
  return {};
}

/// Where the write changed what the server held: its new tag.
Text proof_of_change(const Judged& judged) {
  const auto& current = judged.state().etag.value;
  const Text after = tag_afterwards(judged);
  if (!current || !after.placed()) return {};
  const auto tag = http::parse_entity_tag(after.view);
  return tag && !http::weak_match(*tag, *current) ? after : Text{};
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || !http::writes(judged.conditions.method) || !performed(judged)) return;
  if (!judged.prediction.allowed.contains(judged.recorded())) return;
  const http::Step* step = failed_guard(judged);
  if (!step || matches_but_for_weakness(judged)) return;
  const bool by_tag = step->condition == http::Condition::IfMatch;
  const FieldName name = by_tag ? FieldName::IfMatch : FieldName::IfUnmodifiedSince;
  if (repeats_a_write(judged, name)) return;

  const Text guard = judged.exchange.request.fields.find(name)->value();
  const Text changed = proof_of_change(judged);
  const std::string held = by_tag ? http::to_string(*judged.state().etag.value)
                                  : http::to_string(*judged.state().last_modified.value);
  Report found =
      changed.placed()
          ? report.at(judged.exchange.response->status_text, judged,
                      "{} {} is false: the server held {}. 412 is due; the {} "
                      "overwrote somebody's change. Compare before writing",
                      http::to_string(name), quoted(guard.view), quoted(held), judged.recorded())
          : report.at(judged.exchange.response->status_text, judged,
                      "{} {} is false, the server held {}, so 412 is due. {} means that the change "
                      "was there already, or that somebody's is lost",
                      http::to_string(name), quoted(guard.view), quoted(held), judged.recorded());
  if (!changed.placed()) found.at_most(Severity::Warning);
  found.resting_on(step->confidence);
  found.related(guard, "what the client demands");
  found.related(by_tag ? judged.inference.etag.place : judged.inference.last_modified.place,
                "what the server held");
  found.related(changed, "what it held afterwards");
}

}  // namespace

extern constinit const Rule lost_update_accepted{kInfo, &check};

}  // namespace wiretag::rules
