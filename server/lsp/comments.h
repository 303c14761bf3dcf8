#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "documents/readers/document.h"

namespace wiretag::lsp {

/// A line that says nothing on the wire.
struct Comment {
  std::uint32_t line = 0;
  text::Span span;     ///< without blanks and line end
  text::Span content;  ///< without the marker and the blanks behind it
};

/// `line` as a comment: it starts with `#`, but not `###`, or `//`, blanks aside. `begin` is where
/// it stands.
[[nodiscard]] std::optional<Comment> read_comment(std::string_view line, std::uint32_t begin);

/// The comments outside recorded bodies, in order.
[[nodiscard]] std::vector<Comment> comments(const readers::Document& document);

/// The recorded bodies in order.
[[nodiscard]] std::vector<text::Span> bodies(const readers::Document& document);

/// Calls `visit(number, span)` with each line outside recorded bodies, in order.
template <typename Visit>
void each_line_outside_bodies(const readers::Document& document, Visit visit) {
  const std::vector<text::Span> inside = bodies(document);
  auto body = inside.begin();
  for (std::uint32_t number = 0; number < document.lines().line_count(); ++number) {
    const text::Span line = document.lines().line(document.text(), number);
    while (body != inside.end() && body->end <= line.begin) ++body;
    if (body == inside.end() || line.end <= body->begin) visit(number, line);
  }
}

}  // namespace wiretag::lsp
