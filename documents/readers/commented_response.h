#pragma once

#include <optional>

#include "documents/model/exchange.h"
#include "documents/readers/notes.h"

namespace wiretag::readers {

/// The first final response that stands in a comment block: a status line, field lines up to an
/// empty comment, content. Null without one. Its values stand in the comments; content of several
/// lines holds their marks. It counts as elided unless its length is stated.
[[nodiscard]] std::optional<Response> read_commented_response(const CommentBlock& block);

}  // namespace wiretag::readers
