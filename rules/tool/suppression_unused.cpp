#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "suppression-unused",
    .family = Family::Tool,
    .severity = Severity::Info,
    .summary = "A suppression that silences nothing",
    .fix = FixKind::Safe,
};

}  // namespace

extern constinit const Rule suppression_unused{kInfo, NoCheck{}};

}  // namespace wiretag::rules
