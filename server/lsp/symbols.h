#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The exchanges, as `GET /path → 304`, within the blocks that have a title. A flat list for
/// clients that take no symbols within symbols.
[[nodiscard]] nlohmann::json document_symbols(Session& session, const DocumentParams& params);

/// The same as a flat list of SymbolInformation.
[[nodiscard]] nlohmann::json symbols_of(const readers::Document& document, const Traffic& traffic,
                                        const std::string& uri, text::Units units);

}  // namespace wiretag::lsp
