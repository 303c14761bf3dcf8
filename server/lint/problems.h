#pragma once

#include <vector>

#include "documents/readers/document.h"
#include "rules/finding.h"
#include "server/lint/select.h"

namespace wiretag {
struct LogTraffic;
}

namespace wiretag::lint {

// What was not read, as findings.

/// The regions of a document that its reader did not understand.
void report_problems(const readers::Document& document, const Selection& selection,
                     std::vector<rules::Finding>& findings);

/// One finding for each way in which lines of a log do not fit its format, at the first of them.
void report_faults(const LogTraffic& log, const Selection& selection,
                   std::vector<rules::Finding>& findings);

}  // namespace wiretag::lint
