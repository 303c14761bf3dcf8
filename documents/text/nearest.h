#pragma once

#include <span>
#include <string_view>

namespace wiretag::text {

/// Of `names` the one that `word` most likely means, by edit distance; empty where none is close.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> names);

}  // namespace wiretag::text
