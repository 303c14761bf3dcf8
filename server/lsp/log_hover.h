#pragma once

#include <cstdint>
#include <optional>

#include "documents/readers/document.h"
#include "server/lsp/markdown.h"
#include "server/lsp/page.h"

namespace wiretag::lsp {

/// Explains the line of an access log at the offset as the exchange that it stands for: what was
/// asked under which conditions, what was answered and by whom, whether the tags match and what
/// status follows, what a 304 saves, and which variable the column there is. Gives the column, else
/// the line; nullopt where no line of a log is read.
[[nodiscard]] std::optional<text::Span> write_log_line(const readers::Document& document,
                                                       std::uint32_t offset, const Markup& markup,
                                                       Page& page);

}  // namespace wiretag::lsp
