#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/text/span.h"

namespace wiretag::text {

/// Replaces the bytes of `span` by `text`.
struct Edit {
  Span span;
  std::string text;

  bool operator==(const Edit&) const = default;
};

/// Applies edits that do not overlap, in any order. Of two that touch the same bytes the later one
/// is dropped.
[[nodiscard]] std::string apply(std::string_view text, std::vector<Edit> edits);

}  // namespace wiretag::text
