#include "server/lsp/server.h"

#include <array>
#include <csignal>

#include <nlohmann/json.hpp>

#include "server/lsp/actions.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/dispatcher.h"
#include "server/lsp/hover.h"
#include "server/lsp/inlay_hints.h"
#include "server/lsp/lifecycle.h"
#include "server/lsp/session.h"
#include "server/lsp/sync.h"
#include "server/lsp/transport.h"

namespace wiretag::lsp {
namespace {

void bind(Dispatcher& on, Session& session) {
  on.request<InitializeParams>("initialize", [&](const InitializeParams& params) {
    on.enter(Phase::Running);
    return initialize(session, params);
  });
  on.request<NoParams>("shutdown", [&](const NoParams&) {
    on.enter(Phase::ShutDown);
    return shut_down(session);
  });
  on.notification<NoParams>("exit", [&](const NoParams&) {
    exit(session, on.phase());
    on.enter(Phase::Exited);
  });

  on.notification<DidOpenParams>("textDocument/didOpen",
                                 [&](DidOpenParams& params) { did_open(session, params); });
  on.notification<DidChangeParams>("textDocument/didChange",
                                   [&](DidChangeParams& params) { did_change(session, params); });
  on.notification<DocumentParams>("textDocument/didClose",
                                  [&](DocumentParams& params) { did_close(session, params); });

  on.request<DiagnosticParams>("textDocument/diagnostic", [&](const DiagnosticParams& params) {
    return diagnostic_report(session, params);
  });
  on.request<PositionParams>("textDocument/hover",
                             [&](const PositionParams& params) { return hover(session, params); });
  on.request<CodeActionParams>("textDocument/codeAction", [&](const CodeActionParams& params) {
    return code_actions(session, params);
  });
  on.request<RangeParams>("textDocument/inlayHint",
                          [&](const RangeParams& params) { return inlay_hints(session, params); });
}

}  // namespace

struct Server::Parts {
  explicit Parts(std::function<void(std::string_view)> send)
      : outbox([send = std::move(send)](std::string_view message) { send(framed(message)); }),
        session(outbox),
        dispatcher(outbox) {
    bind(dispatcher, session);
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
