#pragma once

#include <nlohmann/json_fwd.hpp>

#include "documents/text/span.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Appends "Ignore … for this exchange", in a document for people "… for this listing", and "Ignore
/// … in this file" for each rule with a finding that touches `asked`. Each writes a suppression
/// comment with room for the reason, or adds the rule to the one that is there. Findings about
/// suppressions themselves cannot be ignored.
void add_ignore_actions(const Session& session, OpenDocument& document, text::Span asked,
                        nlohmann::json& actions);

}  // namespace wiretag::lsp
