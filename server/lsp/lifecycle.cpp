#include "server/lsp/lifecycle.h"

#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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

json server_capabilities(const ClientCapabilities& client) {
  constexpr int kIncremental = 2;
  return {
      {"positionEncoding", encoding(client.units)},
      {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}}},
      {"hoverProvider", true},
      {"codeActionProvider",
       {{"codeActionKinds", json::array({"quickfix", "source.fixAll.wiretag"})}}},
      {"codeLensProvider", {{"resolveProvider", false}}},
      {"completionProvider",
       {{"triggerCharacters", json::array({":", " ", "@", ",", "\""})},
        {"resolveProvider", false}}},
      {"definitionProvider", true},
      {"documentHighlightProvider", true},
      {"documentLinkProvider", {{"resolveProvider", false}}},
      {"documentSymbolProvider", true},
      {"foldingRangeProvider", true},
      {"inlayHintProvider", true},
      {"referencesProvider", true},
      {"renameProvider", rename_provider(client)},
      {"selectionRangeProvider", true},
      {"semanticTokensProvider", {{"legend", semantic_legend()}, {"full", true}, {"range", true}}},
      {"diagnosticProvider",
       {{"identifier", "wiretag"},
        {"interFileDependencies", false},
        {"workspaceDiagnostics", false}}},
  };
}

}  // namespace

json initialize(Session& session, const InitializeParams& params) {
  session.capabilities = params.capabilities;
  return {{"capabilities", server_capabilities(session.capabilities)},
          {"serverInfo", {{"name", "wiretag"}, {"version", WIRETAG_VERSION}}}};
}

void initialized(Session& session) {
  session.client.inform(fmt::format("wiretag {}, positions in {}", WIRETAG_VERSION,
                                    encoding(session.capabilities.units)));
}

json shut_down(Session& session) {
  session.documents = {};
  return nullptr;
}

void exit(Session& session, Phase phase) { session.exit_code = phase == Phase::ShutDown ? 0 : 1; }

}  // namespace wiretag::lsp
