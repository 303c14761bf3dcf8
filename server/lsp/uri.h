#pragma once

#include <string>
#include <string_view>

namespace wiretag::lsp {

/// The path of a `file:` URI on this machine; empty for any other.
[[nodiscard]] std::string path_of(std::string_view uri);

/// The `file:` URI of an absolute path.
[[nodiscard]] std::string uri_of(std::string_view path);

}  // namespace wiretag::lsp
