#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The names of token types and modifiers, by number.
[[nodiscard]] nlohmann::json semantic_legend();

/// Request and status lines, field names, tags, directives and comments of the document.
[[nodiscard]] nlohmann::json semantic_tokens(Session& session, const DocumentParams& params);

/// Those that touch a range.
[[nodiscard]] nlohmann::json semantic_tokens_in(Session& session, const RangeParams& params);

}  // namespace wiretag::lsp
