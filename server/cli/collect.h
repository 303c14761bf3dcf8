#pragma once

#include <string>
#include <vector>

#include "server/cli/output.h"

namespace wiretag::cli {

struct Input {
  std::string path;
  bool met = false;  ///< in a directory; else the user named it
};

/// The inputs that `paths` name, each once: files and "-" as they are, directories walked for files
/// whose names may stand for HTTP traffic. Inside a git work tree ignored files are left out;
/// hidden directories and node_modules always.
[[nodiscard]] std::vector<Input> collect(const std::vector<std::string>& paths, Troubles& troubles);

}  // namespace wiretag::cli
