#include "server/lsp/workspace_edit.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/lsp/places.h"

namespace wiretag::lsp {

using nlohmann::json;

json workspace_edit(const Session& session, const OpenDocument& document,
                    std::vector<text::Edit> edits) {
  const Places places(document.read(), session.capabilities.units);
  json changes = json::array();
  for (text::Edit& edit : edits) {
    changes.push_back(
        {{"range", to_json(places.range(edit.span))}, {"newText", std::move(edit.text)}});
  }
  if (!session.capabilities.document_changes) {
    return {{"changes", {{document.uri(), std::move(changes)}}}};
  }
  json target{{"uri", document.uri()}, {"version", nullptr}};
  if (document.version()) target["version"] = *document.version();
  json one{{"textDocument", std::move(target)}, {"edits", std::move(changes)}};
  return {{"documentChanges", json::array({std::move(one)})}};
}

std::string_view line_end_after(std::string_view text, std::uint32_t offset) {
  const std::size_t end = text.find_first_of("\r\n", offset);
  if (end == std::string_view::npos) return "\n";
  if (text.substr(end, 2) == "\r\n") return "\r\n";
  return text.substr(end, 1);
}

}  // namespace wiretag::lsp
