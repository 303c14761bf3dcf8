#include "server/lsp/lifecycle.h"

#include <string_view>

#include <nlohmann/json.hpp>

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

json server_capabilities(text::Units units) {
  constexpr int kIncremental = 2;
  return {
      {"positionEncoding", encoding(units)},
      {"textDocumentSync", {{"openClose", true}, {"change", kIncremental}}},
      {"hoverProvider", true},
      {"codeActionProvider",
       {{"codeActionKinds", json::array({"quickfix", "source.fixAll.wiretag"})}}},
      {"inlayHintProvider", true},
      {"diagnosticProvider",
       {{"identifier", "wiretag"},
        {"interFileDependencies", false},
        {"workspaceDiagnostics", false}}},
  };
}

}  // namespace

json initialize(Session& session, const InitializeParams& params) {
  session.capabilities = params.capabilities;
  return {{"capabilities", server_capabilities(session.capabilities.units)},
          {"serverInfo", {{"name", "wiretag"}, {"version", WIRETAG_VERSION}}}};
}

json shut_down(Session& session) {
  session.documents = {};
  return nullptr;
}

void exit(Session& session, Phase phase) { session.exit_code = phase == Phase::ShutDown ? 0 : 1; }

}  // namespace wiretag::lsp
