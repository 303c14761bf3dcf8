#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-match-weak-tag",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "If-Match with weak tags only never matches",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.1, 8.8.3.2"},
    .absorbs = {"status-contradicts-prediction"},
};

/// The strong spelling of each listed tag that an earlier response carried.
Fix strong_spelling(const Judged& judged, const http::TagList& list) {
  Fix fix{"Use the strong tag of the earlier response", FixKind::Unsafe, {}};
  for (const http::TagListMember& member : list.members) {
    const Text strong = earlier_strong_tag(judged, *member.tag);
    if (!strong.placed()) continue;
    const Text place = place_of(judged.exchange.request.fields, FieldName::IfMatch, member.text);
    fix.replacements.push_back({place, std::string(strong.view)});
  }
  return fix;
}

bool takes_conditions(http::Method method) {
  return method != http::Method::Options && method != http::Method::Trace &&
         method != http::Method::Connect;
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || !takes_conditions(asked.method) || !asked.if_match) return;
  if (asked.is_templated(http::TemplatedField::IfMatch) || !asked.if_match->only_weak_tags())
    return;

  const Text value = judged.exchange.request.fields.find(FieldName::IfMatch)->value();
  const bool accepted = judged.recorded() >= 200 && judged.recorded() < 300;
  Report found =
      accepted ? report.at(value, judged,
                           "If-Match compares strongly, so the weak {} matches no tag; this server "
                           "accepts it by accident ({}). Send a strong tag, others answer 412",
                           quoted(value.view), judged.recorded())
               : report.at(
                     value, judged,
                     "If-Match compares strongly, and a weak tag never matches: with {} the answer "
                     "is 412 whatever the server holds. Send a strong tag",
                     quoted(value.view));
  if (accepted) found.at_most(Severity::Warning);
  found.fix(strong_spelling(judged, *asked.if_match));
}

}  // namespace

extern constinit const Rule if_match_weak_tag{kInfo, &check};

}  // namespace wiretag::rules
