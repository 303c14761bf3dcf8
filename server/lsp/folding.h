#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Requests, responses, bodies and blocks of comments, by line.
[[nodiscard]] nlohmann::json folding_ranges(Session& session, const DocumentParams& params);

}  // namespace wiretag::lsp
