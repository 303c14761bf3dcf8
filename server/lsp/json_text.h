#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace wiretag::lsp {

/// The value as JSON text; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::json& value);

/// Parses JSON text; a discarded value where it is none. Editors do send half a surrogate pair or a
/// stray byte: both are read as U+FFFD, which is one unit like what it stands for.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

}  // namespace wiretag::lsp
