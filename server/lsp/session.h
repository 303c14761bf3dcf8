#pragma once

#include <functional>
#include <string>
#include <unordered_set>

#include "server/lsp/calls.h"
#include "server/lsp/capabilities.h"
#include "server/lsp/configuration.h"
#include "server/lsp/dispatcher.h"
#include "server/lsp/documents.h"
#include "server/lsp/lazy.h"
#include "server/lsp/workspace.h"

namespace wiretag::lsp {

/// What the features share.
struct Session {
  explicit Session(const Outbox& out) : client(out), calls(out) {}

  const Outbox& client;
  Calls calls;
  std::function<void(bool)> trace = [](bool) {};  ///< turns the trace on or off
  ClientCapabilities capabilities;
  Configuration configuration;
  Documents documents;
  std::unordered_set<std::string> not_served;     ///< open documents of no format that is read
  std::unordered_set<std::string> broken_config;  ///< URIs of configurations with problems told
  LazyItems lazy;
  Workspace workspace;
  int exit_code = 1;
};

}  // namespace wiretag::lsp
