#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "text-not-understood",
    .family = Family::Tool,
    .severity = Severity::Error,
    .summary = "A part of the input could not be read",
};

}  // namespace

extern constinit const Rule text_not_understood{kInfo, NoCheck{}};

}  // namespace wiretag::rules
