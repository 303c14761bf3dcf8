#include "server/lsp/inlay_hints.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/explain.h"
#include "server/lsp/places.h"
#include "server/lsp/verdict.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

json hint(const Judged& judged, const Places& places) {
  const text::Position end = places.range(judged.exchange.request.line.span()).end;
  return {{"position", {{"line", end.line}, {"character", end.column}}},
          {"label", fmt::format("→ {} · {}", judged.prediction.status, short_effect(judged))},
          {"tooltip", http::reason(judged.conditions, judged.state(), judged.prediction)},
          {"paddingLeft", true}};
}

}  // namespace

json inlay_hints(Session& session, const RangeParams& params) {
  json hints = json::array();
  OpenDocument* document = session.documents.find(params.uri);
  // A HAR often is a single line, and the whole of it is evidence of machines.
  if (!document || document->read().format() == readers::Format::Har) return hints;
  const Places places(document->read(), session.capabilities.units);
  const text::Span asked = places.span(params.range);
  for (const Judged* judged : document->analysis().traffic().judged()) {
    if (!judged->conditions.conditional() || !judged->prediction.known()) continue;
    const std::uint32_t end = judged->exchange.request.line.span().end;
    if (asked.begin <= end && end <= asked.end) hints.push_back(hint(*judged, places));
  }
  if (session.capabilities.resolves_tooltips) {
    session.lazy.hints.strip(hints, {"tooltip"}, document->uri(), document->revision());
  }
  return hints;
}

}  // namespace wiretag::lsp
