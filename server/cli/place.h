#pragma once

#include <cstdint>
#include <string_view>

#include "documents/readers/document.h"

namespace wiretag::cli {

/// A place as it is printed: 1-based, the column in code points.
struct Place {
  std::string_view path;
  std::uint64_t line = 1;
  std::uint32_t column = 1;
};

[[nodiscard]] inline Place place_at(const readers::Document& document, std::uint32_t offset) {
  const text::Position at =
      document.lines().position(document.text(), offset, text::Units::CodePoints);
  const readers::LineName name = document.line_name(at.line);
  return {name.path, name.number + 1, at.column + 1};
}

}  // namespace wiretag::cli
