#include "server/lsp/symbols.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/fields/text.h"
#include "http/secrets.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

constexpr int kNamespace = 3;
constexpr int kMethod = 6;
constexpr int kStruct = 23;

struct Symbol {
  std::string name;
  std::string detail;
  int kind = kMethod;
  text::Span whole;
  text::Span chosen;  ///< what is shown when it is picked
  std::vector<Symbol> children = {};
};

/// The answer to expect; the recorded one where nothing is predicted under a condition. 0 without
/// either.
int answer(const Judged& judged) {
  const bool predicted = judged.conditions.conditional() && judged.prediction.known();
  return predicted ? judged.prediction.status : judged.recorded();
}

std::string name_of(const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  if (exchange.fragment) return exchange.response ? "response fields" : "request fields";
  if (!judged.asked()) return fmt::format("response {}", judged.recorded());
  std::string name = fmt::format("{} {}", exchange.request.method_name(),
                                 http::without_url_secrets(exchange.request.target));
  if (const int status = answer(judged); status != 0) name += fmt::format(" → {}", status);
  return name;
}

text::Span chosen_of(const Exchange& exchange, text::Span whole) {
  if (exchange.request.stated()) return exchange.request.line.span();
  if (exchange.response && exchange.response->stated()) return exchange.response->line.span();
  return {whole.begin, whole.begin};
}

Symbol symbol_of(const Judged& judged) {
  const text::Span whole = extent(judged.exchange);
  Symbol symbol{name_of(judged),
                {},
                judged.exchange.fragment ? kStruct : kMethod,
                whole,
                chosen_of(judged.exchange, whole)};
  const int recorded = judged.recorded();
  if (judged.asked() && recorded != 0 && recorded != answer(judged)) {
    symbol.detail = fmt::format("{} recorded", recorded);
  }
  return symbol;
}

/// A line in the stretch starts with `###`.
bool has_separator(const readers::Document& document, text::Span stretch) {
  const text::LineIndex& lines = document.lines();
  const std::uint32_t last = lines.line_of(stretch.end);
  for (std::uint32_t number = lines.line_of(stretch.begin); number <= last; ++number) {
    const text::Span line = lines.line(document.text(), number);
    const std::string_view text = document.text().substr(line.begin, line.size());
    if (line.begin >= stretch.begin && http::trim_blanks(text).starts_with("###")) return true;
  }
  return false;
}

Symbol block_of(const Text& heading, const readers::Document& document) {
  const text::Span chosen = heading.span();
  const text::LineIndex& lines = document.lines();
  const text::Span line = lines.line(document.text(), lines.line_of(chosen.begin));
  return {std::string(heading.view), {}, kNamespace, line, chosen};
}

std::vector<Symbol> outline(const readers::Document& document, const Traffic& traffic) {
  std::vector<Symbol> top;
  bool in_block = false;
  std::uint32_t end = 0;
  for (const Judged* judged : traffic.judged()) {
    Symbol symbol = symbol_of(*judged);
    const Text& heading = judged->exchange.heading;
    if (!heading.empty()) {
      top.push_back(block_of(heading, document));
      in_block = true;
    } else if (in_block && symbol.whole.begin > end) {
      in_block = !has_separator(document, {end, symbol.whole.begin});
    }
    end = std::max(end, symbol.whole.end);
    if (in_block) {
      Symbol& block = top.back();
      block.whole.end = std::max(block.whole.end, symbol.whole.end);
      block.children.push_back(std::move(symbol));
    } else {
      top.push_back(std::move(symbol));
    }
  }
  return top;
}

json nested(const std::vector<Symbol>& symbols, const Places& places) {
  json all = json::array();
  for (const Symbol& symbol : symbols) {
    json one{{"name", symbol.name},
             {"kind", symbol.kind},
             {"range", to_json(places.range(symbol.whole))},
             {"selectionRange", to_json(places.range(symbol.chosen))}};
    if (!symbol.detail.empty()) one["detail"] = symbol.detail;
    if (!symbol.children.empty()) one["children"] = nested(symbol.children, places);
    all.push_back(std::move(one));
  }
  return all;
}

void flatten(const std::vector<Symbol>& symbols, const std::string& container,
             const std::string& uri, const Places& places, json& all) {
  for (const Symbol& symbol : symbols) {
    json one{{"name", symbol.name},
             {"kind", symbol.kind},
             {"location", {{"uri", uri}, {"range", to_json(places.range(symbol.whole))}}}};
    if (!container.empty()) one["containerName"] = container;
    all.push_back(std::move(one));
    flatten(symbol.children, symbol.name, uri, places, all);
  }
}

}  // namespace

json document_symbols(Session& session, const DocumentParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return json::array();
  const Traffic& traffic = document->analysis().traffic();
  const text::Units units = session.capabilities.units;
  if (!session.capabilities.nested_symbols) {
    return symbols_of(document->read(), traffic, document->uri(), units);
  }
  return nested(outline(document->read(), traffic), Places(document->read(), units));
}

json symbols_of(const readers::Document& document, const Traffic& traffic, const std::string& uri,
                text::Units units) {
  json all = json::array();
  flatten(outline(document, traffic), {}, uri, Places(document, units), all);
  return all;
}

}  // namespace wiretag::lsp
