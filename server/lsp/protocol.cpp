#include "server/lsp/protocol.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/lsp/uri.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

bool read_string(const json* value, std::string& out) {
  if (!value || !value->is_string()) return false;
  out = value->get_ref<const std::string&>();
  return true;
}

/// Numbers outside the range of a line or column are taken for its nearest end.
bool read_unsigned(const json* value, std::uint32_t& out) {
  constexpr std::uint32_t kLargest = std::numeric_limits<std::uint32_t>::max();
  if (!value) return false;
  if (value->is_number_unsigned()) {
    out =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(value->get<std::uint64_t>(), kLargest));
    return true;
  }
  if (value->is_number_integer()) {
    out = 0;
    return true;
  }
  return false;
}

bool read_position(const json* value, text::Position& out) {
  return value && read_unsigned(member(*value, "line"), out.line) &&
         read_unsigned(member(*value, "character"), out.column);
}

bool read_range(const json* value, Range& out) {
  if (!value || !read_position(member(*value, "start"), out.start) ||
      !read_position(member(*value, "end"), out.end)) {
    return false;
  }
  if (out.end < out.start) std::swap(out.start, out.end);
  return true;
}

bool read_uri(const json& params, std::string& uri) {
  const json* document = member(params, "textDocument");
  return document && read_string(member(*document, "uri"), uri);
}

std::optional<std::int64_t> read_version(const json& params) {
  const json* document = member(params, "textDocument");
  const json* version = document ? member(*document, "version") : nullptr;
  if (!version || !version->is_number_integer()) return std::nullopt;
  return version->get<std::int64_t>();
}

bool read_change(const json& value, ContentChange& out) {
  if (!read_string(member(value, "text"), out.text)) return false;
  const json* range = member(value, "range");
  return !range || read_range(range, out.range.emplace());
}

/// The URIs of an array of folders or file events.
std::vector<std::string> uris_of(const json* list) {
  std::vector<std::string> uris;
  if (!list || !list->is_array()) return uris;
  for (const json& one : *list) {
    std::string uri;
    if (read_string(member(one, "uri"), uri)) uris.push_back(std::move(uri));
  }
  return uris;
}

/// What a client without folders calls its root.
std::vector<std::string> root_of(const json& params) {
  std::string root;
  if (read_string(member(params, "rootUri"), root)) return {root};
  if (read_string(member(params, "rootPath"), root)) return {uri_of(root)};
  return {};
}

bool is_token(const json* value) {
  return value && (value->is_string() || value->is_number_integer());
}

void read_tokens(const json& params, LongParams& out) {
  if (const json* token = member(params, "workDoneToken"); is_token(token)) out.work_token = *token;
  if (const json* token = member(params, "partialResultToken"); is_token(token)) {
    out.partial_token = *token;
  }
}

/// Any level but "off".
bool traces(const json* value) { return value && value->is_string() && *value != "off"; }

}  // namespace

const json* member(const json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

json to_json(const Range& range) {
  return {{"start", {{"line", range.start.line}, {"character", range.start.column}}},
          {"end", {{"line", range.end.line}, {"character", range.end.column}}}};
}

bool read(const json&, NoParams&) { return true; }

bool read(const json& params, InitializeParams& out) {
  if (const json* capabilities = member(params, "capabilities")) {
    out.capabilities = flatten(*capabilities);
  }
  out.trace = traces(member(params, "trace"));
  const json* folders = member(params, "workspaceFolders");
  out.folders = folders ? uris_of(folders) : root_of(params);
  if (const json* options = member(params, "initializationOptions")) out.options = *options;
  return params.is_object() || params.is_null();
}

bool read(const json& params, TraceParams& out) {
  out.on = traces(member(params, "value"));
  return params.is_object();
}

bool read(const json& params, DocumentParams& out) { return read_uri(params, out.uri); }

bool read(const json& params, DidOpenParams& out) {
  const json* document = member(params, "textDocument");
  out.version = read_version(params);
  if (document) read_string(member(*document, "languageId"), out.language_id);
  return document && read_uri(params, out.uri) && read_string(member(*document, "text"), out.text);
}

bool read(const json& params, DidChangeParams& out) {
  const json* changes = member(params, "contentChanges");
  if (!read_uri(params, out.uri) || !changes || !changes->is_array()) return false;
  out.version = read_version(params);
  return std::all_of(changes->begin(), changes->end(), [&](const json& change) {
    return read_change(change, out.changes.emplace_back());
  });
}

bool read(const json& params, DiagnosticParams& out) {
  read_string(member(params, "previousResultId"), out.previous_result);
  return read_uri(params, out.uri);
}

bool read(const json& params, PositionParams& out) {
  return read_uri(params, out.uri) && read_position(member(params, "position"), out.position);
}

bool read(const json& params, CompletionParams& out) {
  constexpr int kTriggerCharacter = 2;
  const json* context = member(params, "context");
  const json* kind = context ? member(*context, "triggerKind") : nullptr;
  out.typed = kind && *kind == kTriggerCharacter;
  return read_uri(params, out.uri) && read_position(member(params, "position"), out.position);
}

bool read(const json& params, ReferenceParams& out) {
  const json* context = member(params, "context");
  const json* declaration = context ? member(*context, "includeDeclaration") : nullptr;
  out.include_declaration = !declaration || *declaration != false;
  return read_uri(params, out.uri) && read_position(member(params, "position"), out.position);
}

bool read(const json& params, RenameParams& out) {
  return read_uri(params, out.uri) && read_position(member(params, "position"), out.position) &&
         read_string(member(params, "newName"), out.new_name);
}

bool read(const json& params, SelectionRangeParams& out) {
  const json* positions = member(params, "positions");
  if (!read_uri(params, out.uri) || !positions || !positions->is_array()) return false;
  return std::all_of(positions->begin(), positions->end(), [&](const json& position) {
    return read_position(&position, out.positions.emplace_back());
  });
}

bool read(const json& params, RangeParams& out) {
  return read_uri(params, out.uri) && read_range(member(params, "range"), out.range);
}

bool read(const json& params, CodeActionParams& out) {
  const json* context = member(params, "context");
  const json* only = context ? member(*context, "only") : nullptr;
  if (only && only->is_array()) {
    out.only.emplace();
    for (const json& kind : *only) read_string(&kind, out.only->emplace_back());
  }
  return read_uri(params, out.uri) && read_range(member(params, "range"), out.range);
}

bool read(const json& params, SettingsParams& out) {
  if (const json* settings = member(params, "settings")) out.settings = *settings;
  return true;
}

bool read(const json& params, FoldersParams& out) {
  const json* event = member(params, "event");
  if (!event) return false;
  out.added = uris_of(member(*event, "added"));
  out.removed = uris_of(member(*event, "removed"));
  return true;
}

bool read(const json& params, WatchedFilesParams& out) {
  out.uris = uris_of(member(params, "changes"));
  return params.is_object();
}

bool read(const json& params, WorkspaceDiagnosticParams& out) {
  read_tokens(params, out);
  const json* previous = member(params, "previousResultIds");
  if (!previous || !previous->is_array()) return true;
  for (const json& one : *previous) {
    std::string uri;
    std::string value;
    if (read_string(member(one, "uri"), uri) && read_string(member(one, "value"), value)) {
      out.previous[std::move(uri)] = std::move(value);
    }
  }
  return true;
}

bool read(const json& params, WorkspaceSymbolParams& out) {
  read_tokens(params, out);
  read_string(member(params, "query"), out.query);
  return true;
}

bool read(const json& params, ProgressParams& out) {
  const json* token = member(params, "token");
  if (!is_token(token)) return false;
  out.token = *token;
  return true;
}

bool read(const json& params, CommandParams& out) {
  const json* arguments = member(params, "arguments");
  out.arguments = arguments && arguments->is_array() ? *arguments : json::array();
  return read_string(member(params, "command"), out.command);
}

}  // namespace wiretag::lsp
