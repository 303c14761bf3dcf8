#include "server/lsp/tag_navigation.h"

#include <nlohmann/json.hpp>

#include "server/lsp/places.h"
#include "server/lsp/tags.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// The uses of the tag at a position.
struct Found {
  OpenDocument* document = nullptr;
  std::vector<TagUse> uses;
};

Found find(Session& session, const std::string& uri, text::Position position) {
  Found found{session.documents.find(uri), {}};
  if (!found.document) return found;
  const Places places(found.document->read(), session.capabilities.units);
  const auto at = tag_at(found.document->analysis().traffic(), places.offset(position));
  if (at) found.uses = tag_uses(at->judged->resource, at->tag);
  return found;
}

json location(const Session& session, const OpenDocument& document, const TagUse& use) {
  const Places places(document.read(), session.capabilities.units);
  return {{"uri", document.uri()}, {"range", to_json(places.range(use.place.span()))}};
}

}  // namespace

json definition(Session& session, const PositionParams& params) {
  const Found found = find(session, params.uri, params.position);
  const TagUse* origin = minted(found.uses);
  return origin ? location(session, *found.document, *origin) : json();
}

json references(Session& session, const ReferenceParams& params) {
  const Found found = find(session, params.uri, params.position);
  const TagUse* declaration = params.include_declaration ? nullptr : minted(found.uses);
  json all = json::array();
  for (const TagUse& use : found.uses) {
    if (&use != declaration) all.push_back(location(session, *found.document, use));
  }
  return all;
}

json highlights(Session& session, const PositionParams& params) {
  constexpr int kRead = 2;
  constexpr int kWrite = 3;
  const Found found = find(session, params.uri, params.position);
  json all = json::array();
  for (const TagUse& use : found.uses) {
    all.push_back({{"range", location(session, *found.document, use)["range"]},
                   {"kind", use.role == TagUse::Role::Condition ? kRead : kWrite}});
  }
  return all;
}

}  // namespace wiretag::lsp
