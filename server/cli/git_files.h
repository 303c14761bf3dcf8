#pragma once

#include <optional>
#include <string>
#include <vector>

namespace wiretag::cli {

/// The files below `directory` that git tracks or would track, relative to it; nullopt outside a
/// work tree or without git.
[[nodiscard]] std::optional<std::vector<std::string>> git_files(const std::string& directory);

}  // namespace wiretag::cli
