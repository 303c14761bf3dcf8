#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "rules/finding.h"
#include "server/lsp/diagnostic_text.h"
#include "server/lsp/json_text.h"
#include "server/lsp/places.h"
#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Sends the diagnostics of the document with its version, even where nothing changed. Nothing to a
/// client that pulls.
void publish(Session& session, OpenDocument& document);

/// Takes the diagnostics of a closed document away.
void publish_none(Session& session, const std::string& uri);

/// A full report, or "unchanged" where the client has the current one. A document that is not open
/// has none.
[[nodiscard]] JsonText diagnostic_report_text(Session& session, const DiagnosticParams& params);
[[nodiscard]] nlohmann::json diagnostic_report(Session& session, const DiagnosticParams& params);

/// The findings of a file as LSP's Diagnostics.
[[nodiscard]] nlohmann::json diagnostics(const readers::Document& document,
                                         const lint::Analysis& analysis, const std::string& uri,
                                         text::Units units);

/// One finding as LSP's Diagnostic.
[[nodiscard]] nlohmann::json diagnostic(const rules::Finding& finding, const std::string& uri,
                                        const Places& places);

}  // namespace wiretag::lsp
