#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Above each request line that asks under a condition and whose answer is predicted: `304
/// predicted · 200 recorded` and, where sizes are known, what a 304 saves. In a HAR
/// none: all of it may be one line.
[[nodiscard]] nlohmann::json code_lenses(Session& session, const DocumentParams& params);

}  // namespace wiretag::lsp
