#pragma once

#include "documents/model/log_traffic.h"
#include "server/cli/check_printer.h"

namespace wiretag::cli {

/// How often each rule fired, on stderr.
void print_statistics(const CheckTotals& totals);

/// What a log holds, on stderr: requests, checks, 304s and bytes, by URL and by node.
void print_statistics(const LogTraffic& log);

}  // namespace wiretag::cli
