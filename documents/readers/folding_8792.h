#pragma once

#include <optional>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Joins the lines of a text that says in its first lines that it is folded, and leaves that out:
/// `NOTE: '\' line wrapping per RFC 8792` (7.1), or `'\\'` (8.1). nullopt for any other text.
[[nodiscard]] std::optional<Decoding> unfold_8792(const Origin& source);

}  // namespace wiretag::readers
