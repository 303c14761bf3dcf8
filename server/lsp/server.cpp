#include "server/lsp/server.h"

#include <array>
#include <csignal>

#include <nlohmann/json.hpp>

#include "server/lsp/actions.h"
#include "server/lsp/code_lenses.h"
#include "server/lsp/completion.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/dispatcher.h"
#include "server/lsp/folding.h"
#include "server/lsp/hover.h"
#include "server/lsp/inlay_hints.h"
#include "server/lsp/lifecycle.h"
#include "server/lsp/links.h"
#include "server/lsp/selection.h"
#include "server/lsp/semantic_tokens.h"
#include "server/lsp/session.h"
#include "server/lsp/symbols.h"
#include "server/lsp/sync.h"
#include "server/lsp/tag_navigation.h"
#include "server/lsp/tag_rename.h"
#include "server/lsp/transport.h"

namespace wiretag::lsp {
namespace {

/// Binds a method to its feature.
template <typename Params, typename Result>
void bind_feature(Dispatcher& on, Session& session, const char* method,
                  Result (*feature)(Session&, const Params&)) {
  on.request<Params>(
      method, [&session, feature](const Params& params) { return feature(session, params); });
}

void bind_lifecycle(Dispatcher& on, Session& session) {
  on.request<InitializeParams>("initialize", [&](const InitializeParams& params) {
    on.enter(Phase::Running);
    on.trace(params.trace);
    return initialize(session, params);
  });
  on.notification<NoParams>("initialized", [&](const NoParams&) { initialized(session); });
  on.notification<TraceParams>("$/setTrace",
                               [&](const TraceParams& params) { on.trace(params.on); });
  on.request<NoParams>("shutdown", [&](const NoParams&) {
    on.enter(Phase::ShutDown);
    return shut_down(session);
  });
  on.notification<NoParams>("exit", [&](const NoParams&) {
    exit(session, on.phase());
    on.enter(Phase::Exited);
  });
}

void bind_sync(Dispatcher& on, Session& session) {
  on.notification<DidOpenParams>("textDocument/didOpen",
                                 [&](DidOpenParams& params) { did_open(session, params); });
  on.notification<DidChangeParams>("textDocument/didChange",
                                   [&](DidChangeParams& params) { did_change(session, params); });
  on.notification<DocumentParams>("textDocument/didClose",
                                  [&](DocumentParams& params) { did_close(session, params); });
}

void bind_features(Dispatcher& on, Session& session) {
  const auto bind = [&](const char* method, auto* feature) {
    bind_feature(on, session, method, feature);
  };
  bind("textDocument/codeAction", &code_actions);
  bind("textDocument/codeLens", &code_lenses);
  bind("textDocument/completion", &completion);
  bind("textDocument/definition", &definition);
  bind("textDocument/diagnostic", &diagnostic_report);
  bind("textDocument/documentHighlight", &highlights);
  bind("textDocument/documentLink", &document_links);
  bind("textDocument/documentSymbol", &document_symbols);
  bind("textDocument/foldingRange", &folding_ranges);
  bind("textDocument/hover", &hover);
  bind("textDocument/inlayHint", &inlay_hints);
  bind("textDocument/prepareRename", &prepare_rename);
  bind("textDocument/references", &references);
  bind("textDocument/rename", &rename);
  bind("textDocument/selectionRange", &selection_ranges);
  bind("textDocument/semanticTokens/full", &semantic_tokens);
  bind("textDocument/semanticTokens/range", &semantic_tokens_in);
}

}  // namespace

struct Server::Parts {
  explicit Parts(std::function<void(std::string_view)> send)
      : outbox([send = std::move(send)](std::string_view message) { send(framed(message)); }),
        session(outbox),
        dispatcher(outbox) {
    bind_lifecycle(dispatcher, session);
    bind_sync(dispatcher, session);
    bind_features(dispatcher, session);
  }

  FrameReader reader;
  Outbox outbox;
  Session session;
  Dispatcher dispatcher;
};

Server::Server(std::function<void(std::string_view)> send)
    : parts_(std::make_unique<Parts>(std::move(send))) {}

Server::~Server() = default;

void Server::receive(std::string_view bytes) {
  Parts& parts = *parts_;
  parts.reader.feed(bytes);
  while (!exited()) {
    const auto frame = parts.reader.next();
    if (!frame) return;
    if (frame->broken) {
      parts.outbox.error("null", ErrorCode::ParseError, frame->text);
    } else if (!parts.dispatcher.dispatch(frame->text)) {
      parts.reader.reject(frame->text);
    }
  }
}

bool Server::exited() const { return parts_->dispatcher.phase() == Phase::Exited; }

int Server::exit_code() const { return parts_->session.exit_code; }

int serve(int input, int output) {
  std::signal(SIGPIPE, SIG_IGN);
  bool listening = true;
  Server server([&](std::string_view bytes) { listening = listening && write_all(output, bytes); });
  std::array<char, 65536> bytes;
  while (listening && !server.exited()) {
    const std::size_t count = read_some(input, bytes.data(), bytes.size());
    if (count == 0) break;
    server.receive({bytes.data(), count});
  }
  return server.exit_code();
}

}  // namespace wiretag::lsp
