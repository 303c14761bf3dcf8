#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-invalid-value",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "If-Range holds a star instead of a validator",
    .spec = {"RFC 9110", "13.1.5"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

void check(const Judged& judged, Reporter& report) {
  const Fields& fields = judged.exchange.request.fields;
  const Field* field = fields.find(FieldName::IfRange);
  if (!field || field->value().view != "*") return;
  report.at(field->value(), judged,
            "If-Range takes one strong tag or one date; * never matches, so the answer is 200 with "
            "the whole body. Name the version that the client has");
}

}  // namespace

extern constinit const Rule if_range_invalid_value{kInfo, &check};

}  // namespace wiretag::rules
