#pragma once

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Body files (`< ./file`), where the document is a file, and sections of RFCs that comments name
/// ("RFC 9110 13.1.2").
[[nodiscard]] nlohmann::json document_links(Session& session, const DocumentParams& params);

}  // namespace wiretag::lsp
