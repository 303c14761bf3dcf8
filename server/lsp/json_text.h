#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace wiretag::lsp {

/// JSON that is written already: what is large need not be built as values first.
struct JsonText {
  std::string text;
};

/// The value as JSON text; invalid UTF-8 becomes U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::json& value);

/// Appends `text` as a JSON string; invalid UTF-8 becomes U+FFFD.
void append_json(std::string& out, std::string_view text);

/// Parses JSON text; a discarded value where it is none or nested more than 512 deep. Editors do
/// send half a surrogate pair or a stray byte: both are read as U+FFFD, which is one unit like what
/// it stands for.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

}  // namespace wiretag::lsp
