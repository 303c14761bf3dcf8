#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Agrees on capabilities; the result announces every provider.
[[nodiscard]] nlohmann::json initialize(Session& session, const InitializeParams& params);

/// Names the version in the client's log, registers and asks for settings.
void initialized(Session& session);

/// Closes all documents; requests that still run are answered RequestCancelled.
[[nodiscard]] nlohmann::json shut_down(Session& session);

/// Leaves with 0 where the client shut down first.
void exit(Session& session, Phase phase);

}  // namespace wiretag::lsp
