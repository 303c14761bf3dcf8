#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "documents/text/line_index.h"
#include "server/cli/color.h"

namespace wiretag::cli {

/// The line in which `span` begins, with its number in a gutter of `gutter` columns and carets
/// below. A long line is cut around the span.
[[nodiscard]] std::string frame(std::string_view text, const text::LineIndex& lines,
                                text::Span span, std::size_t gutter, std::string_view caret_color,
                                const Palette& palette);

}  // namespace wiretag::cli
