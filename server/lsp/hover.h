#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The verdict on the exchange at the position: the status, what crosses the wire, the deciding
/// reason, why not another, where the facts came from; and the rules of the findings there. Null
/// where there is nothing to say.
[[nodiscard]] nlohmann::json hover(Session& session, const PositionParams& params);

}  // namespace wiretag::lsp
