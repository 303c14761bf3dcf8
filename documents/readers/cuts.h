#pragma once

#include <cstdint>
#include <string_view>

namespace wiretag::readers {

/// Where a `.http` text may be cut in two without changing what either part says.
struct Cut {
  std::uint32_t at = 0;
  bool at_separator =
      false;  ///< true for any text before it; else only for the text that stands there now
};

/// The first place behind `begin + least` to cut: in front of a `###` line, or of a request line
/// with a version that follows a response and no comment. The end of the text where there is none.
/// `begin` is itself a cut, or the start of the text.
[[nodiscard]] Cut next_cut(std::string_view text, std::uint32_t begin, std::uint32_t least);

}  // namespace wiretag::readers
