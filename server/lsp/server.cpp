#include "server/lsp/server.h"

#include <array>
#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/lsp/actions.h"
#include "server/lsp/code_lenses.h"
#include "server/lsp/commands.h"
#include "server/lsp/completion.h"
#include "server/lsp/configure.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/dispatcher.h"
#include "server/lsp/folding.h"
#include "server/lsp/hover.h"
#include "server/lsp/inlay_hints.h"
#include "server/lsp/lifecycle.h"
#include "server/lsp/links.h"
#include "server/lsp/resolve.h"
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

void bind_workspace(Dispatcher& on, Session& session) {
  on.notification<SettingsParams>(
      "workspace/didChangeConfiguration",
      [&](const SettingsParams& params) { did_change_configuration(session, params); });
  on.notification<WatchedFilesParams>(
      "workspace/didChangeWatchedFiles",
      [&](const WatchedFilesParams& params) { did_change_watched_files(session, params); });
  on.notification<FoldersParams>(
      "workspace/didChangeWorkspaceFolders",
      [&](const FoldersParams& params) { did_change_folders(session, params); });
  on.notification<ProgressParams>("window/workDoneProgress/cancel", [&](const ProgressParams& p) {
    session.workspace.stop(p.token);
  });
  on.deferred<WorkspaceDiagnosticParams>(
      "workspace/diagnostic", [&](const WorkspaceDiagnosticParams& params, Answer answer) {
        session.workspace.diagnose(session, params, std::move(answer));
      });
  on.deferred<WorkspaceSymbolParams>(
      "workspace/symbol", [&](const WorkspaceSymbolParams& params, Answer answer) {
        session.workspace.find_symbols(session, params, std::move(answer));
      });
  on.responses([&](const nlohmann::json& message) { session.calls.replied(message); });
  on.cancellations([&](const std::string& id) { session.workspace.cancel(session, id); });
  session.trace = [&](bool traced) { on.trace(traced); };
}

void bind_features(Dispatcher& on, Session& session) {
  const auto bind = [&](const char* method, auto* feature) {
    bind_feature(on, session, method, feature);
  };
  bind("codeAction/resolve", &resolve_action);
  bind("codeLens/resolve", &resolve_lens);
  bind("completionItem/resolve", &resolve_completion);
  bind("inlayHint/resolve", &resolve_hint);
  bind("textDocument/codeAction", &code_actions);
  bind("textDocument/codeLens", &code_lenses);
  bind("textDocument/completion", &completion);
  bind("textDocument/definition", &definition);
  bind("textDocument/diagnostic", &diagnostic_report_text);
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
  bind("workspace/executeCommand", &execute_command);
}

/// Between two looks at work that waits for another process.
constexpr auto kWait = std::chrono::milliseconds(2);
/// Bytes of messages; one message may be larger.
constexpr std::size_t kMostQueued = 1U << 20U;

/// How long to wait for input; -1 for ever.
int wait_of(Server::State state) {
  switch (state) {
    case Server::State::Idle: return -1;
    case Server::State::Working: return 0;
    case Server::State::Waiting: return static_cast<int>(kWait.count());
  }
  return -1;
}

}  // namespace

struct Server::Parts {
  explicit Parts(std::function<void(std::string_view)> send)
      : outbox([send = std::move(send)](std::string_view message) { send(framed(message)); }),
        session(outbox),
        dispatcher(outbox) {
    bind_lifecycle(dispatcher, session);
    bind_sync(dispatcher, session);
    bind_workspace(dispatcher, session);
    bind_features(dispatcher, session);
  }

  FrameReader reader;
  Outbox outbox;
  Session session;
  Dispatcher dispatcher;
};

Server::Server(std::function<void(std::string_view)> send)
    : parts_(std::make_unique<Parts>(std::move(send))) {}

Server::~Server() { parts_->outbox.mute(); }

void Server::feed(std::string_view bytes) {
  Parts& parts = *parts_;
  parts.reader.feed(bytes);
  while (!exited()) {
    const auto frame = parts.reader.next();
    if (!frame) return;
    if (frame->broken) {
      parts.outbox.error("null", ErrorCode::ParseError, frame->text);
    } else if (!parts.dispatcher.accept(frame->text)) {
      parts.reader.reject(frame->text);
    }
  }
}

Server::State Server::step() {
  if (exited()) return State::Idle;
  if (parts_->dispatcher.step()) return State::Working;
  switch (parts_->session.workspace.step(parts_->session)) {
    case Workspace::State::Idle: return State::Idle;
    case Workspace::State::Working: return State::Working;
    case Workspace::State::Waiting: return State::Waiting;
  }
  return State::Idle;
}

void Server::receive(std::string_view bytes) {
  feed(bytes);
  State state = step();
  while (state != State::Idle) {
    if (state == State::Waiting) std::this_thread::sleep_for(kWait);
    state = step();
  }
}

std::size_t Server::queued() const { return parts_->dispatcher.queued(); }

bool Server::exited() const { return parts_->dispatcher.phase() == Phase::Exited; }

int Server::exit_code() const { return parts_->session.exit_code; }

int serve(int input, int output) {
  std::signal(SIGPIPE, SIG_IGN);
  bool listening = true;
  Server server([&](std::string_view bytes) { listening = listening && write_all(output, bytes); });
  std::array<char, 65536> bytes;
  Server::State state = Server::State::Idle;
  // What is there is read before the next message is handled, so that a cancellation is seen in
  // time; a client that sends faster than it is served has to wait.
  while (listening && !server.exited()) {
    const bool full = server.queued() > kMostQueued;
    if (!full && readable(input, wait_of(state))) {
      const std::size_t count = read_some(input, bytes.data(), bytes.size());
      if (count == 0) break;
      server.feed({bytes.data(), count});
      state = Server::State::Working;
      continue;
    }
    state = server.step();
  }
  while (listening && server.step() == Server::State::Working) {
  }
  return server.exit_code();
}

}  // namespace wiretag::lsp
