#include <algorithm>

#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-match-against-weak-etag",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "If-Match names a tag that the server has only as a weak one",
    .spec = {"RFC 9110", "13.1.1"},
    .absorbs = {"status-contradicts-prediction"},
};

const http::TagListMember* strong_twin(const Judged& judged) {
  const auto& members = judged.conditions.if_match->members;
  const http::EntityTag& current = *judged.state().etag.value;
  const auto it = std::find_if(members.begin(), members.end(), [&](const auto& member) {
    return member.tag && !member.tag->weak && member.tag->opaque == current.opaque;
  });
  return it == members.end() ? nullptr : &*it;
}

/// A write that went through shows that the server compares with a strong tag, or does not mind.
bool went_through(const Judged& judged) {
  return http::writes(judged.conditions.method) && judged.recorded() >= 200 &&
         judged.recorded() < 300;
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || !judged.conditions.if_match || went_through(judged)) return;
  const http::Step* step = judged.prediction.find(http::Condition::IfMatch);
  if (!step || step->because != http::Because::ServerTagWeak) return;
  const http::TagListMember* member = strong_twin(judged);
  if (!member) return;

  // Only a note says what the origin itself holds; a compressing proxy may have weakened the rest.
  const bool noted = judged.inference.etag.source == Source::Note;
  const Text place = place_of(judged.exchange.request.fields, FieldName::IfMatch, member->text);
  report
      .at(place, judged,
          "If-Match compares strongly and the server's tag is weak, {}: with {} the answer is 412 "
          "every time. Guarded writes need a strong tag{}",
          quoted(http::to_string(*judged.state().etag.value)), quoted(member->text),
          noted ? "" : " (did a proxy weaken it?)")
      .resting_on(noted ? step->confidence : http::Confidence::Likely)
      .related(judged.inference.etag.place, "the server's tag");
}

}  // namespace

extern constinit const Rule if_match_against_weak_etag{kInfo, &check};

}  // namespace wiretag::rules
