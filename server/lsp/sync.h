#pragma once

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Opens a document or replaces an open one, and publishes its diagnostics. One of no format that
/// is read gets none.
void did_open(Session& session, DidOpenParams& params);

/// Applies the changes in their order and publishes once. Edits outside the text are clamped; a
/// change to a document that is not open is logged and ignored.
void did_change(Session& session, DidChangeParams& params);

/// Forgets the document and takes its diagnostics away.
void did_close(Session& session, const DocumentParams& params);

}  // namespace wiretag::lsp
