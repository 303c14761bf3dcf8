#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-format-unknown",
    .family = Family::Tool,
    .severity = Severity::Error,
    .summary = "No known format fits an access log",
};

}  // namespace

extern constinit const Rule log_format_unknown{kInfo, NoCheck{}};

}  // namespace wiretag::rules
