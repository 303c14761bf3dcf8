#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "predicted-status",
    .family = Family::Prediction,
    .severity = Severity::Hint,
    .kind = Kind::Lens,
    .summary = "The status that a conditional or range request gets, with its reason",
    .spec = {"RFC 9110", "13.2.2"},
};

}  // namespace

extern constinit const Rule predicted_status{kInfo, NoCheck{}};

}  // namespace wiretag::rules
