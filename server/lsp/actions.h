#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The fixes of the findings in the range, `source.fixAll.wiretag` with the safe ones of the whole
/// document, a note to fill in where a prediction fails for lack of the server's tag, and comments
/// that silence the findings.
[[nodiscard]] nlohmann::json code_actions(Session& session, const CodeActionParams& params);

}  // namespace wiretag::lsp
