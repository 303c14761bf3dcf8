#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// What may be written at the position: field names of the message's side, directives of
/// Cache-Control, the file's tags in conditions and notes, notes in comments, and rules behind
/// `wiretag-ignore`; each with its explanation. Empty in bodies and elsewhere.
[[nodiscard]] nlohmann::json completion(Session& session, const CompletionParams& params);

}  // namespace wiretag::lsp
