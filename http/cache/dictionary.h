#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wiretag::http::cache {

enum class ItemType : std::uint8_t {
  Boolean,
  Integer,
  String,
  Token,
  Other,  ///< a decimal, byte sequence, date, display string or inner list
};

/// One member of a structured-fields dictionary (RFC 9651 3.2), parameters left out.
struct DictionaryMember {
  std::string_view key;
  ItemType type = ItemType::Boolean;
  std::string_view text;  ///< as written; a String without its quotes, escapes kept
  bool truth = true;      ///< the value of a Boolean
};

/// Parses the lines of one field as a dictionary (RFC 9651 4.2.2); nullopt where it is none. Of
/// equal keys the last one counts. A value may not span lines.
[[nodiscard]] std::optional<std::vector<DictionaryMember>> parse_dictionary(
    const std::vector<std::string_view>& lines);

}  // namespace wiretag::http::cache
