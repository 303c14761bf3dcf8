#pragma once

#include <string>

#include "documents/readers/har_entry.h"

namespace wiretag::readers {

/// A body as far as it is kept.
struct KeptBody {
  std::string text;
  bool elided = false;   ///< there is more of it
  bool decoded = false;  ///< its bytes are not known to be those of the content
};

/// `coded`: the message has a Content-Encoding.
[[nodiscard]] KeptBody read_body(const HarBody& body, bool coded);

/// Decodes base64 (RFC 4648 4, also its URL alphabet) up to the group that reaches `limit` bytes or
/// a character that is neither of it nor white space.
[[nodiscard]] std::string decode_base64(std::string_view text, std::size_t limit);

}  // namespace wiretag::readers
