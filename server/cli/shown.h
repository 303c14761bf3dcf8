#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiretag::cli {

/// One character of the input as a terminal may see it: control characters as their pictures, what
/// cannot be shown or would turn the direction of the text as U+FFFD. A tab is left to the caller.
[[nodiscard]] std::string_view shown_character(std::string_view character);

/// `text` in one line of valid UTF-8 that is harmless on a terminal.
[[nodiscard]] std::string shown(std::string_view text);

/// "1 file", "2 files".
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace wiretag::cli
