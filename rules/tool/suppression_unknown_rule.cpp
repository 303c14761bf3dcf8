#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "suppression-unknown-rule",
    .family = Family::Tool,
    .severity = Severity::Warning,
    .summary = "A suppression that names no rule",
    .fix = FixKind::Unsafe,
};

}  // namespace

extern constinit const Rule suppression_unknown_rule{kInfo, NoCheck{}};

}  // namespace wiretag::rules
