#pragma once

#include <optional>

#include "documents/model/suppression.h"

namespace wiretag::readers {

/// Reads a comment line that suppresses rules; `comment` is a view into its origin's text. The
/// target is the next line that is neither blank nor a comment; whether it is a request line is for
/// the caller to say.
[[nodiscard]] std::optional<Suppression> read_suppression(const Text& comment);

}  // namespace wiretag::readers
