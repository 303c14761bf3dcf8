#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "documents/text/line_index.h"
#include "server/lsp/capabilities.h"

namespace wiretag::lsp {

/// The structures of LSP 3.17 as far as they are used, in the order of the specification. Each
/// `read` is false where something that the method cannot do without is missing or of another type;
/// the rest may be missing or null.

/// In the units agreed on.
struct Range {
  text::Position start;
  text::Position end;
};

struct NoParams {};
[[nodiscard]] bool read(const nlohmann::json& params, NoParams& out);

struct InitializeParams {
  ClientCapabilities capabilities;
  bool trace = false;
  std::vector<std::string> folders;  ///< URIs; of a client without folders its one root
  nlohmann::json options;            ///< null where there are none
};
[[nodiscard]] bool read(const nlohmann::json& params, InitializeParams& out);

struct TraceParams {
  bool on = false;
};
[[nodiscard]] bool read(const nlohmann::json& params, TraceParams& out);

/// Any parameters that name nothing but a document.
struct DocumentParams {
  std::string uri;
};
[[nodiscard]] bool read(const nlohmann::json& params, DocumentParams& out);

struct DidOpenParams {
  std::string uri;
  std::optional<std::int64_t> version;
  std::string text;
  std::string language_id = {};
};
[[nodiscard]] bool read(const nlohmann::json& params, DidOpenParams& out);

struct ContentChange {
  std::optional<Range> range;  ///< without one `text` is the whole document
  std::string text;
};

struct DidChangeParams {
  std::string uri;
  std::optional<std::int64_t> version;
  std::vector<ContentChange> changes;
};
[[nodiscard]] bool read(const nlohmann::json& params, DidChangeParams& out);

struct DiagnosticParams {
  std::string uri;
  std::string previous_result;  ///< empty where the client has none
};
[[nodiscard]] bool read(const nlohmann::json& params, DiagnosticParams& out);

struct PositionParams {
  std::string uri;
  text::Position position;
};
[[nodiscard]] bool read(const nlohmann::json& params, PositionParams& out);

struct CompletionParams {
  std::string uri;
  text::Position position;
  bool typed = false;  ///< asked for by a trigger character, not by the user
};
[[nodiscard]] bool read(const nlohmann::json& params, CompletionParams& out);

struct ReferenceParams {
  std::string uri;
  text::Position position;
  bool include_declaration = true;
};
[[nodiscard]] bool read(const nlohmann::json& params, ReferenceParams& out);

struct RenameParams {
  std::string uri;
  text::Position position;
  std::string new_name;
};
[[nodiscard]] bool read(const nlohmann::json& params, RenameParams& out);

struct SelectionRangeParams {
  std::string uri;
  std::vector<text::Position> positions;
};
[[nodiscard]] bool read(const nlohmann::json& params, SelectionRangeParams& out);

struct RangeParams {
  std::string uri;
  Range range;
};
[[nodiscard]] bool read(const nlohmann::json& params, RangeParams& out);

struct CodeActionParams {
  std::string uri;
  Range range;
  std::optional<std::vector<std::string>> only;  ///< kinds, each with its sub-kinds
};
[[nodiscard]] bool read(const nlohmann::json& params, CodeActionParams& out);

struct SettingsParams {
  nlohmann::json settings;  ///< null where the client wants to be asked
};
[[nodiscard]] bool read(const nlohmann::json& params, SettingsParams& out);

struct FoldersParams {
  std::vector<std::string> added;  ///< URIs
  std::vector<std::string> removed;
};
[[nodiscard]] bool read(const nlohmann::json& params, FoldersParams& out);

struct WatchedFilesParams {
  std::vector<std::string> uris;
};
[[nodiscard]] bool read(const nlohmann::json& params, WatchedFilesParams& out);

/// Any request that may run for a while. A token is null where the client gives none.
struct LongParams {
  nlohmann::json work_token;
  nlohmann::json partial_token;
};

struct WorkspaceDiagnosticParams : LongParams {
  std::unordered_map<std::string, std::string> previous;  ///< result id by URI
};
[[nodiscard]] bool read(const nlohmann::json& params, WorkspaceDiagnosticParams& out);

struct WorkspaceSymbolParams : LongParams {
  std::string query;
};
[[nodiscard]] bool read(const nlohmann::json& params, WorkspaceSymbolParams& out);

struct ProgressParams {
  nlohmann::json token;
};
[[nodiscard]] bool read(const nlohmann::json& params, ProgressParams& out);

struct CommandParams {
  std::string command;
  nlohmann::json arguments;  ///< an array
};
[[nodiscard]] bool read(const nlohmann::json& params, CommandParams& out);

[[nodiscard]] nlohmann::json to_json(const Range& range);

/// A member of an object; nullptr where it is missing or null, or `object` is none.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& object, std::string_view key);

}  // namespace wiretag::lsp
