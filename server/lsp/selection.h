#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// For each position, from the inside out: tag, value, line, head or body, exchange, file. Null for
/// a document that is not open.
[[nodiscard]] nlohmann::json selection_ranges(Session& session, const SelectionRangeParams& params);

}  // namespace wiretag::lsp
