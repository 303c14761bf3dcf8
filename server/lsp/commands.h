#pragma once

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The commands that the server runs, for its capabilities.
[[nodiscard]] nlohmann::json command_names();

/// `wiretag.explainRule` with a rule's id gives its page in Markdown.
[[nodiscard]] tl::expected<nlohmann::json, Refusal> execute_command(Session& session,
                                                                    const CommandParams& params);

}  // namespace wiretag::lsp
