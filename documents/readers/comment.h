#pragma once

#include <string_view>

namespace wiretag::readers {

/// The text of a `#` or `//` comment line without its marker and the blanks around it.
[[nodiscard]] std::string_view comment_content(std::string_view line);

}  // namespace wiretag::readers
