#pragma once

#include <string_view>

#include "documents/readers/transcript_message.h"

namespace wiretag::readers {

/// The line is one of the pseudo-fields that a head of HTTP/2 or 3 starts with (RFC 9113 8.3).
[[nodiscard]] bool starts_pseudo_head(std::string_view line);

/// Start lines from pseudo-fields, as browsers copy them: `:method: GET`.
class PseudoFields {
 public:
  /// Takes a field line of `message`; false for one that is to be read as any other. A status goes
  /// into the message at once.
  bool take(std::string_view line, Message& message);
  /// Puts the request line in front of the other fields of `request`, where there is a path.
  void finish(Message& request);

 private:
  std::string_view method_;
  std::string_view path_;
};

}  // namespace wiretag::readers
