#pragma once

#include <string_view>

namespace wiretag::readers {

/// The text holds at least one line that only a transcript has.
[[nodiscard]] bool looks_like_transcript(std::string_view text);

}  // namespace wiretag::readers
