#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wiretag::readers {

/// A place where a text stops to be JSON.
struct JsonFault {
  std::size_t at = 0;    ///< may be the end of the text
  std::string expected;  ///< "a comma or ] is expected here"
};

/// What is JSON of a text that is not.
struct RepairedJson {
  /// A JSON text whose bytes stand at the offsets that they have in the source. It ends behind the
  /// last whole value of at most `kept_depth` levels, and then closes what is open. Control
  /// characters in strings are blanks and bytes that are not UTF-8 are `?` in it.
  std::string text;
  std::optional<JsonFault> broken;     ///< where the source ends to be JSON
  std::optional<std::size_t> control;  ///< the first control character in a string
};

/// Reads a text by RFC 8259, to at most 1,024 levels. `kept_depth`: levels of arrays and objects
/// that may be open where the repaired text is cut off.
[[nodiscard]] RepairedJson repair_json(std::string_view text, std::size_t kept_depth);

}  // namespace wiretag::readers
