#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/document.h"
#include "server/cli/color.h"

namespace wiretag::cli {

/// The line in which `span` begins, with its number in a gutter of `gutter` columns and carets
/// below. A long line is cut around the span. `secrets` and what is secret in URLs shows as dots.
[[nodiscard]] std::string frame(const readers::Document& document, text::Span span,
                                const std::vector<Text>& secrets, std::size_t gutter,
                                std::string_view caret_color, const Palette& palette);

}  // namespace wiretag::cli
