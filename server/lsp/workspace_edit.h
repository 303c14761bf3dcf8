#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "documents/text/edit.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// A WorkspaceEdit of one document, with its version where the client takes it.
[[nodiscard]] nlohmann::json workspace_edit(const Session& session, const OpenDocument& document,
                                            std::vector<text::Edit> edits);

/// The line end that follows `offset`'s line, to write the same; a line feed behind the last line.
[[nodiscard]] std::string_view line_end_after(std::string_view text, std::uint32_t offset);

}  // namespace wiretag::lsp
