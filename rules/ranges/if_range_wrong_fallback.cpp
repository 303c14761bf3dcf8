#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-wrong-fallback",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .summary = "A failed If-Range is answered with an error or 304 instead of the whole body",
    .spec = {"RFC 9110", "13.1.5, 13.2.2"},
    .absorbs = {"status-contradicts-prediction", "not-modified-unconditional"},
};

std::string_view purpose(int status) {
  switch (status) {
    case 304: return "304 answers If-None-Match and If-Modified-Since";
    case 412: return "412 answers If-Match";
    default: return "416 is for ranges outside the file, and Range no longer counts";
  }
}

void check(const Judged& judged, Reporter& report) {
  const int status = judged.recorded();
  if (!judged.asked() || (status != 304 && status != 412 && status != 416)) return;
  const http::Step* step = judged.prediction.find(http::Condition::IfRange);
  if (!step || step->outcome != http::Outcome::False || !judged.prediction.known()) return;
  const Request& request = judged.exchange.request;
  if (request.fields.elided() || (status == 412 && has_foreign_condition(request))) return;

  const Text value = request.fields.find(FieldName::IfRange)->value();
  Report found =
      report.at(judged.exchange.response->status_text, judged,
                "If-Range {} does not hold, which makes the answer 200 with the complete "
                "current body, not {}: {}",
                quoted(value.view), status, purpose(status));
  found.resting_on(judged.prediction.confidence);
  found.related(value, "the failed condition");
  // The weak tag accounts for a 416: text was compared. No reading of If-Range leads to the other
  // two.
  if (status != 416) found.second_fault();
}

}  // namespace

extern constinit const Rule if_range_wrong_fallback{kInfo, &check};

}  // namespace wiretag::rules
