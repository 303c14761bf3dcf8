#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

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

[[nodiscard]] nlohmann::json to_json(const Range& range);

/// A member of an object; nullptr where it is missing or null, or `object` is none.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& object, std::string_view key);

}  // namespace wiretag::lsp
