#include "http/explain.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "status-contradicts-prediction",
    .family = Family::Prediction,
    .severity = Severity::Error,
    .summary = "The recorded status is not one that the request can get",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.2.2"},
};

/// 412 speaks of a condition; where HTTP's own are absent, or others stand beside them, it may be
/// one that is not modelled.
bool may_be_foreign_412(const Judged& judged) {
  const http::ConditionalRequest& asked = judged.conditions;
  const bool own = asked.if_match || asked.if_unmodified_since || asked.asks_not_modified();
  return judged.recorded() == 412 && (!own || has_foreign_condition(judged.exchange.request));
}

/// That a representation existed is concluded only from the answer to a write, which may itself
/// have created it.
bool existence_is_circular(const Judged& judged) {
  const http::ServerState& state = judged.state();
  return judged.prediction.decision().because == http::Because::StarExists &&
         !http::selects(judged.conditions.method) && !state.exists.known() && !state.etag.value &&
         !state.last_modified.value && !state.length.value;
}

/// The range was asked for by other means than a Range of bytes, and the answer speaks of it: a
/// field or a query parameter of the service (`x-ms-range`, `?range=`), or a unit of its own that
/// the response names.
bool own_range(const Judged& judged) {
  const int recorded = judged.recorded();
  if (recorded != 206 && recorded != 416) return false;
  const Request& request = judged.exchange.request;
  if (asks_range_otherwise(request)) return true;
  if (!judged.conditions.range || judged.conditions.range->kind == http::RangeKind::Bytes) {
    return false;
  }
  const Fields& answer = judged.exchange.response->fields;
  const std::string_view content_range = answer.value(http::FieldName::ContentRange);
  return !content_range.empty() && !http::parse_content_range(content_range);
}

/// Common servers answer Range on HEAD, and some an unknown unit.
bool common_departure(const Judged& judged) {
  const int recorded = judged.recorded();
  if (!judged.conditions.range || (recorded != 206 && recorded != 416)) return false;
  return judged.conditions.method == http::Method::Head ||
         judged.conditions.range->kind == http::RangeKind::UnknownUnit;
}

void check(const Judged& judged, Reporter& report) {
  const int recorded = judged.recorded();
  const http::Prediction& prediction = judged.prediction;
  if (!judged.asked() || recorded < 200 || !prediction.known()) return;
  if (prediction.allowed.contains(recorded) || judged.exchange.request.fields.elided()) return;
  if (may_be_foreign_412(judged) || existence_is_circular(judged) || own_range(judged)) return;

  const Response& response = *judged.exchange.response;
  const bool departure = common_departure(judged);
  Report found = report.at(
      response.status_text, judged, "Recorded {}, but this request gets {}: {}{}", recorded,
      prediction.status, http::reason(judged.conditions, judged.state(), prediction),
      departure ? ". Several servers depart from the standard here" : "");
  if (departure) found.at_most(Severity::Warning);
  found.resting_on(prediction.confidence);
  if (may_edit_response(judged.exchange)) found.fix(answer_with(response, prediction.status));
}

}  // namespace

extern constinit const Rule status_contradicts_prediction{kInfo, &check};

}  // namespace wiretag::rules
