#pragma once

#include <string_view>

namespace wiretag::files {

/// The name of a file that is read when it is met in a directory.
[[nodiscard]] bool readable_name(std::string_view path);

/// The name of a directory that is never looked into: hidden ones and node_modules.
[[nodiscard]] bool skipped_directory(std::string_view name);

/// A file of this relative path stands below such a directory.
[[nodiscard]] bool in_skipped_directory(std::string_view path);

}  // namespace wiretag::files
