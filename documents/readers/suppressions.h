#pragma once

#include <optional>

#include "documents/model/suppression.h"

namespace wiretag::readers {

/// Reads a comment line that suppresses rules; `comment` is a view into its origin's text. The
/// target is the next line that is neither blank nor a comment; whether it is a request line is for
/// the caller to say.
[[nodiscard]] std::optional<Suppression> read_suppression(const Text& comment);
/// The same of a comment of another language: `content` is the part of `comment` between its marks.
/// Line and target are for the caller to set.
[[nodiscard]] std::optional<Suppression> read_suppression(const Text& comment,
                                                          std::string_view content);

}  // namespace wiretag::readers
