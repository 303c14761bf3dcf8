#pragma once

#include "server/cli/output.h"

namespace wiretag::cli {

void print_rules_full(Output& out);
void print_rules_json(Output& out);

}  // namespace wiretag::cli
