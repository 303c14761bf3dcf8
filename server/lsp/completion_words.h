#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "http/fields/field_name.h"
#include "rules/rule.h"

namespace wiretag::lsp {

/// What completion can say about the words of HTTP caching.

/// Where a word may stand.
enum class Side : std::uint8_t { Request = 1, Response = 2, Both = 3 };

[[nodiscard]] constexpr bool covers(Side side, Side asked) {
  return (static_cast<unsigned>(side) & static_cast<unsigned>(asked)) != 0;
}

struct FieldWord {
  http::FieldName name;
  Side side;
  std::string_view text;  ///< one sentence
  rules::Spec spec{};
};
[[nodiscard]] std::span<const FieldWord> field_words();

/// A directive of Cache-Control.
struct DirectiveWord {
  std::string_view name;
  Side side;
  bool takes_seconds;
  std::string_view text;
  rules::Spec spec{};
};
[[nodiscard]] std::span<const DirectiveWord> directive_words();

/// What a comment may hold behind its marker.
struct NoteWord {
  std::string_view text;
  std::string_view explanation;
};
[[nodiscard]] std::span<const NoteWord> note_words();

}  // namespace wiretag::lsp
