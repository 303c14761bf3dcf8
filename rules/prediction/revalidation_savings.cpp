#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "revalidation-savings",
    .family = Family::Prediction,
    .severity = Severity::Hint,
    .kind = Kind::Lens,
    .summary = "What a 304 keeps off the wire, and what it still costs",
    .spec = {"RFC 9110", "15.4.5; RFC 9111 4.3"},
};

}  // namespace

extern constinit const Rule revalidation_savings{kInfo, NoCheck{}};

}  // namespace wiretag::rules
