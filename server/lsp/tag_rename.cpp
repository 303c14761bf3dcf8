#include "server/lsp/tag_rename.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rules/reporter.h"
#include "server/lsp/places.h"
#include "server/lsp/tags.h"
#include "server/lsp/workspace_edit.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

std::optional<Refusal> evidence_among(const std::vector<TagUse>& uses,
                                      const readers::Document& document) {
  const auto found =
      std::find_if(uses.begin(), uses.end(), [](const TagUse& use) { return use.evidence; });
  if (found == uses.end()) return std::nullopt;
  const std::uint32_t line = document.lines().line_of(found->place.span().begin) + 1;
  return Refusal{
      fmt::format("{} stands in a recorded response (line {}), which is evidence and is "
                  "not edited; # @mock marks a response written by hand",
                  rules::quoted(found->place.view), line)};
}

std::string with_quotes(std::string_view name) {
  const bool quoted = name.size() >= 2 && name.starts_with('"') && name.ends_with('"');
  return quoted ? std::string(name) : fmt::format("\"{}\"", name);
}

std::optional<Refusal> misnamed(const std::string& name, const http::EntityTag& tag,
                                const Resource& resource) {
  const auto renamed = http::parse_entity_tag(name);
  if (!renamed) {
    return Refusal{
        fmt::format("{} is no entity tag: it may hold neither blanks nor quotes, and W/ "
                    "stays as it is at each use",
                    rules::quoted(name))};
  }
  if (http::weak_match(*renamed, tag) || tag_uses(resource, *renamed).empty()) return std::nullopt;
  return Refusal{fmt::format("{} is another tag of {} already", rules::quoted(name),
                             rules::quoted(resource.url))};
}

}  // namespace

tl::expected<json, Refusal> prepare_rename(Session& session, const PositionParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return json();
  const Places places(document->read(), session.capabilities.units);
  const auto at = tag_at(document->analysis().traffic(), places.offset(params.position));
  if (!at) return json();
  if (auto refusal = evidence_among(tag_uses(at->judged->resource, at->tag), document->read())) {
    return tl::make_unexpected(*std::move(refusal));
  }
  return json{{"range", to_json(places.range(at->opaque.span()))},
              {"placeholder", at->opaque.view}};
}

tl::expected<json, Refusal> rename(Session& session, const RenameParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return json();
  const Places places(document->read(), session.capabilities.units);
  const auto at = tag_at(document->analysis().traffic(), places.offset(params.position));
  if (!at) return json();
  const std::vector<TagUse> uses = tag_uses(at->judged->resource, at->tag);
  if (auto refusal = evidence_among(uses, document->read())) {
    return tl::make_unexpected(*std::move(refusal));
  }
  const std::string name = with_quotes(params.new_name);
  if (auto refusal = misnamed(name, at->tag, at->judged->resource)) {
    return tl::make_unexpected(*std::move(refusal));
  }
  std::vector<text::Edit> edits;
  for (const TagUse& use : uses) {
    edits.push_back({use.opaque.span(), name.substr(1, name.size() - 2)});
  }
  return workspace_edit(session, *document, std::move(edits));
}

}  // namespace wiretag::lsp
