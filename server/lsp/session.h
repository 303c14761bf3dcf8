#pragma once

#include "server/lsp/capabilities.h"
#include "server/lsp/dispatcher.h"
#include "server/lsp/documents.h"

namespace wiretag::lsp {

/// What the features share.
struct Session {
  explicit Session(const Outbox& out) : client(out) {}

  const Outbox& client;
  ClientCapabilities capabilities;
  Documents documents;
  int exit_code = 1;
};

}  // namespace wiretag::lsp
