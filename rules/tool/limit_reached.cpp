#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "limit-reached",
    .family = Family::Tool,
    .severity = Severity::Warning,
    .summary = "A documented bound was reached, so a part was left out",
};

}  // namespace

extern constinit const Rule limit_reached{kInfo, NoCheck{}};

}  // namespace wiretag::rules
