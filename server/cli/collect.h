#pragma once

#include <string>
#include <vector>

#include "server/cli/output.h"

namespace wiretag::cli {

/// The inputs that `paths` name, each once: files and "-" as they are, directories walked for
/// `.http` and `.rest` files. Inside a git work tree ignored files are left out; hidden directories
/// and node_modules always.
[[nodiscard]] std::vector<std::string> collect(const std::vector<std::string>& paths,
                                               Troubles& troubles);

}  // namespace wiretag::cli
