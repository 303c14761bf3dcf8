#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wiretag::text {

/// Bytes of the well-formed UTF-8 sequence at the start of `text`; 1 for an invalid byte, 0 for no
/// text. Overlong forms, surrogates and values above U+10FFFF are invalid.
[[nodiscard]] std::size_t sequence_length(std::string_view text);

/// The sequence at the start of `text` is well-formed.
[[nodiscard]] bool valid_sequence(std::string_view text);

/// Code units of `text` in UTF-16; an invalid byte counts as one.
[[nodiscard]] std::size_t utf16_length(std::string_view text);

/// Code points of `text`; an invalid byte counts as one.
[[nodiscard]] std::size_t code_points(std::string_view text);

/// The offset of the first byte that is part of no well-formed sequence, or npos.
[[nodiscard]] std::size_t first_invalid(std::string_view text);

/// All of `text` is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with each invalid byte replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

}  // namespace wiretag::text
