#include "server/lsp/capabilities.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include <nlohmann/json.hpp>

#include "server/lsp/protocol.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

const json* at_path(const json& value, std::initializer_list<std::string_view> path) {
  const json* found = &value;
  for (const std::string_view key : path) {
    if (!found) return nullptr;
    found = member(*found, key);
  }
  return found;
}

bool is_true(const json* value) { return value && value->is_boolean() && value->get<bool>(); }

bool lists(const json* array, std::string_view text) {
  return array && array->is_array() &&
         std::any_of(array->begin(), array->end(), [&](const json& one) {
           return one.is_string() && one.get_ref<const std::string&>() == text;
         });
}

bool knows_no_markdown(const json* formats) {
  return formats && formats->is_array() && !lists(formats, "markdown");
}

/// Bytes need no counting, so utf-8 is taken wherever it is offered.
text::Units agreed_units(const json* offered) {
  if (lists(offered, "utf-8")) return text::Units::Utf8;
  if (lists(offered, "utf-16")) return text::Units::Utf16;
  if (lists(offered, "utf-32")) return text::Units::CodePoints;
  return text::Units::Utf16;
}

void flatten_workspace(const json& capabilities, ClientCapabilities& client) {
  const auto can = [&](std::initializer_list<std::string_view> path) {
    return is_true(at_path(capabilities, path));
  };
  client.has_configuration = can({"workspace", "configuration"});
  client.registers_configuration =
      can({"workspace", "didChangeConfiguration", "dynamicRegistration"});
  client.watches_files = can({"workspace", "didChangeWatchedFiles", "dynamicRegistration"});
  client.watches_relative = can({"workspace", "didChangeWatchedFiles", "relativePatternSupport"});
  client.shows_progress = can({"window", "workDoneProgress"});
  client.refreshes_diagnostics = can({"workspace", "diagnostics", "refreshSupport"});
  client.refreshes_hints = can({"workspace", "inlayHint", "refreshSupport"});
  client.refreshes_lenses = can({"workspace", "codeLens", "refreshSupport"});
  client.refreshes_tokens = can({"workspace", "semanticTokens", "refreshSupport"});
}

void flatten_resolve(const json& capabilities, ClientCapabilities& client) {
  const auto resolves = [&](std::initializer_list<std::string_view> path, std::string_view what) {
    return lists(at_path(capabilities, path), what);
  };
  client.resolves_edits =
      is_true(at_path(capabilities, {"textDocument", "codeAction", "dataSupport"})) &&
      resolves({"textDocument", "codeAction", "resolveSupport", "properties"}, "edit");
  client.resolves_documentation =
      resolves({"textDocument", "completion", "completionItem", "resolveSupport", "properties"},
               "documentation");
  client.resolves_tooltips =
      resolves({"textDocument", "inlayHint", "resolveSupport", "properties"}, "tooltip");
  client.resolves_commands =
      resolves({"textDocument", "codeLens", "resolveSupport", "properties"}, "command");
}

}  // namespace

ClientCapabilities flatten(const json& capabilities) {
  ClientCapabilities client;
  client.units = agreed_units(at_path(capabilities, {"general", "positionEncodings"}));
  client.pulls_diagnostics = at_path(capabilities, {"textDocument", "diagnostic"}) != nullptr;
  client.document_changes =
      is_true(at_path(capabilities, {"workspace", "workspaceEdit", "documentChanges"}));
  client.plain_hover =
      knows_no_markdown(at_path(capabilities, {"textDocument", "hover", "contentFormat"}));
  client.plain_completion = knows_no_markdown(at_path(
      capabilities, {"textDocument", "completion", "completionItem", "documentationFormat"}));
  client.nested_symbols = is_true(at_path(
      capabilities, {"textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport"}));
  client.prepares_rename =
      is_true(at_path(capabilities, {"textDocument", "rename", "prepareSupport"}));
  flatten_workspace(capabilities, client);
  flatten_resolve(capabilities, client);
  return client;
}

}  // namespace wiretag::lsp
