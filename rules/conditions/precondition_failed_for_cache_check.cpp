#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "precondition-failed-for-cache-check",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "412 to a cache check",
    .spec = {"RFC 9110", "13.1.2, 15.5.13"},
    .absorbs = {"status-contradicts-prediction"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 412 || !http::selects(asked.method)) return;
  if (!asked.asks_not_modified() || asked.if_match || asked.if_unmodified_since) return;
  if (judged.exchange.request.fields.elided()) return;

  const Request& request = judged.exchange.request;
  const FieldName name = asked.if_none_match ? FieldName::IfNoneMatch : FieldName::IfModifiedSince;
  const Text condition = request.fields.find(name)->value();
  Report found =
      report.at(judged.exchange.response->status_text, judged,
                "412 belongs to If-Match and to writes. {} {} on {} gives 304 where it "
                "finds nothing new and 200 otherwise",
                http::to_string(name), quoted(condition.view), quoted(request.method_name()));
  if (has_foreign_condition(request)) found.at_most(Severity::Info);
  found.related(condition, "the only condition here");
}

}  // namespace

extern constinit const Rule precondition_failed_for_cache_check{kInfo, &check};

}  // namespace wiretag::rules
