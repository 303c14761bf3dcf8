#include "server/lsp/lifecycle.h"

#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lsp/commands.h"
#include "server/lsp/configure.h"
#include "server/lsp/semantic_tokens.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

std::string_view encoding(text::Units units) {
  switch (units) {
    case text::Units::Utf8: return "utf-8";
    case text::Units::Utf16: return "utf-16";
    case text::Units::CodePoints: return "utf-32";
  }
  return "utf-16";
}

/// RenameOptions are for clients that know them.
json rename_provider(const ClientCapabilities& client) {
  if (!client.prepares_rename) return true;
  return {{"prepareProvider", true}};
}

json inlay_hint_provider(const ClientCapabilities& client) {
  if (!client.resolves_tooltips) return true;
  return {{"resolveProvider", true}};
}

json server_capabilities(const ClientCapabilities& client) {
  constexpr int kIncremental = 2;
  return {
      {"positionEncoding", encoding(client.units)},
      {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}}},
      {"hoverProvider", true},
      {"codeActionProvider",
       {{"codeActionKinds", json::array({"quickfix", "refactor", "source.fixAll.wiretag"})},
        {"resolveProvider", client.resolves_edits}}},
      {"codeLensProvider", {{"resolveProvider", client.resolves_commands}}},
      {"completionProvider",
       {{"triggerCharacters", json::array({":", " ", "@", ",", "\""})},
        {"resolveProvider", client.resolves_documentation}}},
      {"definitionProvider", true},
      {"documentHighlightProvider", true},
      {"documentLinkProvider", {{"resolveProvider", false}}},
      {"documentSymbolProvider", true},
      {"foldingRangeProvider", true},
      {"executeCommandProvider", {{"commands", command_names()}}},
      {"inlayHintProvider", inlay_hint_provider(client)},
      {"referencesProvider", true},
      {"renameProvider", rename_provider(client)},
      {"selectionRangeProvider", true},
      {"semanticTokensProvider", {{"legend", semantic_legend()}, {"full", true}, {"range", true}}},
      {"diagnosticProvider",
       {{"identifier", "wiretag"},
        {"interFileDependencies", false},
        {"workspaceDiagnostics", true},
        {"workDoneProgress", true}}},
      {"workspaceSymbolProvider", {{"workDoneProgress", true}}},
      {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}},
  };
}

}  // namespace

json initialize(Session& session, const InitializeParams& params) {
  session.capabilities = params.capabilities;
  take_options(session, params);
  return {{"capabilities", server_capabilities(session.capabilities)},
          {"serverInfo", {{"name", "wiretag"}, {"version", WIRETAG_VERSION}}}};
}

void initialized(Session& session) {
  session.client.inform(fmt::format("wiretag {}, positions in {}", WIRETAG_VERSION,
                                    encoding(session.capabilities.units)));
  configure(session);
}

json shut_down(Session& session) {
  session.workspace.cancel_all(session);
  session.documents = {};
  return nullptr;
}

void exit(Session& session, Phase phase) { session.exit_code = phase == Phase::ShutDown ? 0 : 1; }

}  // namespace wiretag::lsp
