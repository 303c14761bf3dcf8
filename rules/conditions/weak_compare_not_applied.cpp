#include <algorithm>

#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "weak-compare-not-applied",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "Tags that differ only in W/ are taken for different ones",
    .spec = {"RFC 9110", "8.8.3.2, 13.1.2"},
    .absorbs = {"match-answered-200", "status-contradicts-prediction"},
};

/// A member is the current tag to the letter: whatever went wrong, it was not the weakness.
bool named_exactly(const Judged& judged, const http::EntityTag& current) {
  const auto& members = judged.conditions.if_none_match->members;
  return std::any_of(members.begin(), members.end(),
                     [&](const auto& member) { return member.tag == current; });
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 200) return;
  if (!http::selects(judged.conditions.method) || judged.prediction.status != 304) return;
  const Response& response = *judged.exchange.response;
  const auto current = etag_of(response);
  if (!current) return;
  const http::TagListMember* member = matching_member(judged, *current);
  if (!member || named_exactly(judged, *current)) return;
  if (!habit_behind_200(judged, *current).empty()) return;

  const Text tag = response.fields.find(FieldName::ETag)->value();
  report
      .at(response.status_text, judged,
          "{} and {} match: If-None-Match compares weakly. The answer is 304; the server compared "
          "strongly and sent everything again. Disregard W/ in the comparison",
          quoted(member->text), quoted(tag.view))
      .resting_on(judged.prediction.confidence)
      .related(place_of(judged.exchange.request.fields, FieldName::IfNoneMatch, member->text),
               "the client names this tag")
      .related(tag, "the current tag");
}

}  // namespace

extern constinit const Rule weak_compare_not_applied{kInfo, &check};

}  // namespace wiretag::rules
