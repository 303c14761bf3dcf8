#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// `→ 304 · no body · one round trip` behind each request line in the range that asks under a
/// condition; in a HAR none.
[[nodiscard]] nlohmann::json inlay_hints(Session& session, const RangeParams& params);

}  // namespace wiretag::lsp
