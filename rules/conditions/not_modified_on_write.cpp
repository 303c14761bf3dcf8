#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "not-modified-on-write",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "304 to a method other than GET and HEAD",
    .spec = {"RFC 9110", "13.1.2, 15.4.5"},
    .absorbs = {"status-contradicts-prediction"},
};

void check(const Judged& judged, Reporter& report) {
  const http::Method method = judged.conditions.method;
  if (!judged.asked() || judged.recorded() != 304 || http::selects(method)) return;
  const std::string_view name = judged.exchange.request.method_name();
  if (http::is_placeholder(name)) return;

  const Text place = judged.exchange.response->status_text;
  if (method == http::Method::Other) {
    report
        .at(place, judged, "304 is defined for GET and HEAD; caches have no use for one to {}",
            quoted(name))
        .at_most(Severity::Info);
  } else if (http::writes(method)) {
    report.at(
        place, judged,
        "304 only answers GET and HEAD. A condition that fails on {} is 412: nothing was written",
        quoted(name));
  } else {
    report.at(place, judged, "304 only answers GET and HEAD; {} takes no conditions", quoted(name));
  }
}

}  // namespace

extern constinit const Rule not_modified_on_write{kInfo, &check};

}  // namespace wiretag::rules
