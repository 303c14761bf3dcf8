#include "documents/model/origin.h"

namespace wiretag {

std::string Origin::written(std::string_view replacement) const {
  const std::string_view prefix = line_prefix();
  std::string text;
  text.reserve(replacement.size());
  for (const char c : replacement) {
    text += c;
    if (c == '\n') text += prefix;
  }
  return text;
}

}  // namespace wiretag
