#include <charconv>

#include "http/explain.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "expected-status-mismatch",
    .family = Family::Prediction,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "The author expects a status that the request cannot get",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.2.2"},
};

/// A literal status; 0 for anything else, such as `2xx`.
int status_in(std::string_view text) {
  int status = 0;
  if (text.size() != 3 || !http::all_digits(text)) return 0;
  std::from_chars(text.data(), text.data() + text.size(), status);
  return status;
}

/// An answer that conditions and Range give, or fail to give.
bool conditional_status(int status) {
  return status == 206 || status == 304 || status == 412 || status == 416;
}

/// What a request gets without conditions, 201 or 204 or 404, is the author's own knowledge.
bool about_conditions(int expected, int predicted) {
  const bool success = expected >= 200 && expected < 300;
  const bool predicted_success = predicted >= 200 && predicted < 300;
  if (conditional_status(expected)) return conditional_status(predicted) || predicted_success;
  return success && conditional_status(predicted);
}

void check(const Judged& judged, Reporter& report) {
  const Text& written = judged.exchange.notes.expect;
  const int expected = status_in(written.view);
  const http::Prediction& prediction = judged.prediction;
  if (!judged.asked() || expected == 0 || !prediction.known()) return;
  if (prediction.allowed.contains(expected) || judged.recorded() == expected) return;
  if (!about_conditions(expected, prediction.status)) return;
  const Request& request = judged.exchange.request;
  if (request.fields.elided() || (expected == 412 && has_foreign_condition(request))) return;

  report
      .at(written, judged, "{} is expected, but this request gets {}: {}", expected,
          prediction.status, http::reason(judged.conditions, judged.state(), prediction))
      .resting_on(prediction.confidence)
      .fix(replace(written, std::to_string(prediction.status),
                   fmt::format("Expect {}", prediction.status), FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule expected_status_mismatch{kInfo, &check};

}  // namespace wiretag::rules
