#include "server/lsp/code_lenses.h"

#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/explain.h"
#include "rules/reporter.h"
#include "server/lint/wire_facts.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// A command without a name is shown and cannot be run.
json lens(const json& range, std::string title) {
  return {{"range", range}, {"command", {{"title", std::move(title)}, {"command", ""}}}};
}

/// Empty without a recording: the inlay hint has the prediction alone.
std::string comparison(const Judged& judged) {
  if (judged.recorded() == 0) return {};
  return fmt::format("{} predicted · {} recorded", judged.prediction.status, judged.recorded());
}

/// Empty where nothing is saved or the size is not known.
std::string saving(const Judged& judged) {
  if (judged.prediction.status != 304) return {};
  const http::WireCost cost =
      http::wire_cost(judged.conditions, judged.prediction, lint::wire_facts(judged));
  if (cost.saved_bytes.value_or(0) == 0) return {};
  return fmt::format("the 304 saves {} · one round trip remains", rules::bytes(*cost.saved_bytes));
}

}  // namespace

json code_lenses(Session& session, const DocumentParams& params) {
  json lenses = json::array();
  OpenDocument* document = session.documents.find(params.uri);
  if (!document || document->read().format() == readers::Format::Har) return lenses;
  const Places places(document->read(), session.capabilities.units);
  for (const Judged* judged : document->analysis().traffic().judged()) {
    if (!judged->asked() || !judged->conditions.conditional() || !judged->prediction.known()) {
      continue;
    }
    const json range = to_json(places.range(judged->exchange.request.line.span()));
    for (std::string title : {comparison(*judged), saving(*judged)}) {
      if (!title.empty()) lenses.push_back(lens(range, std::move(title)));
    }
  }
  if (session.capabilities.resolves_commands) {
    session.lazy.lenses.strip(lenses, {"command"}, document->uri(), document->revision());
  }
  return lenses;
}

}  // namespace wiretag::lsp
