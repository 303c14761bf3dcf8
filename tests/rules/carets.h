#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wiretag::rules::tests {

/// `#     ^^^^ rule-id [severity]: part of the message`, below the line it speaks of. A caret right
/// after `#` takes the column of the `#` in.
struct Expected {
  std::uint32_t line = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string rule;
  std::string severity;  ///< empty: any
  std::string part;
  std::string written;
};

/// A text and what is expected of it, caret lines taken out.
struct Annotated {
  std::string text;
  std::vector<Expected> expected;
};

[[nodiscard]] Annotated read_annotated(const std::string& text);

}  // namespace wiretag::rules::tests
