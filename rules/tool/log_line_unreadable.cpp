#include "rules/rule.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-line-unreadable",
    .family = Family::Tool,
    .severity = Severity::Warning,
    .summary = "Lines of an access log that do not fit its format",
};

}  // namespace

extern constinit const Rule log_line_unreadable{kInfo, NoCheck{}};

}  // namespace wiretag::rules
