#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// From a tag to where it was minted: the first response of the resource that carries it, else the
/// note that states it. Null where there is neither.
[[nodiscard]] nlohmann::json definition(Session& session, const PositionParams& params);

/// Where the tag stands in the traffic of its resource.
[[nodiscard]] nlohmann::json references(Session& session, const ReferenceParams& params);

/// As `references`; what a server says is a write, what a client asks is a read.
[[nodiscard]] nlohmann::json highlights(Session& session, const PositionParams& params);

}  // namespace wiretag::lsp
