#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "match-answered-200",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "If-None-Match names the current tag and everything is sent again",
    .spec = {"RFC 9110", "13.1.2"},
    .absorbs = {"status-contradicts-prediction"},
};

/// What went over the wire for nothing.
std::string waste(const Judged& judged) {
  const auto size = content_size(*judged.exchange.response);
  if (judged.conditions.method == http::Method::Head || size.value_or(0) == 0) {
    return "The client has this version already";
  }
  return fmt::format("The {} sent here are in the client's cache already", bytes(*size));
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 200) return;
  if (!http::selects(judged.conditions.method) || judged.prediction.status != 304) return;
  const Response& response = *judged.exchange.response;
  const auto current = etag_of(response);
  if (!current) return;
  const http::TagListMember* member = matching_member(judged, *current);
  if (!member) return;

  const Text asked = place_of(judged.exchange.request.fields, FieldName::IfNoneMatch, member->text);
  const std::string habit = habit_behind_200(judged, *current);
  Report found =
      report.at(response.status_text, judged,
                "If-None-Match {} is the current tag, so the answer is 304 without a body. "
                "{}; {}",
                quoted(member->text), waste(judged),
                habit.empty() ? "compare the tag before the body is built" : habit);
  if (!habit.empty()) found.at_most(Severity::Warning);
  found.resting_on(judged.prediction.confidence);
  found.related(asked, "the client names this tag");
  found.related(response.fields.find(FieldName::ETag)->value(), "the current tag");
}

}  // namespace

extern constinit const Rule match_answered_200{kInfo, &check};

}  // namespace wiretag::rules
