#include "server/lsp/hover.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "documents/traffic/caching.h"
#include "http/explain.h"
#include "http/status.h"
#include "server/lint/product.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/log_hover.h"
#include "server/lsp/markdown.h"
#include "server/lsp/page.h"
#include "server/lsp/places.h"
#include "server/lsp/verdict.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string links_in_line(const std::vector<SpecLink>& links, const Markup& markup) {
  std::string line;
  for (const SpecLink& link : links) {
    if (!line.empty()) line += " · ";
    line += markup.link(link.label, link.url);
  }
  return line;
}

std::string headline(const Judged& judged, const Markup& markup) {
  const http::Prediction& prediction = judged.prediction;
  std::string line =
      fmt::format("{} · {}", markup.bold(http::with_phrase(prediction.status)), effect(judged));
  if (prediction.confidence == http::Confidence::Likely) line += " · likely, not certain";
  return line;
}

std::string recorded_line(const Judged& judged, const Markup& markup) {
  const int recorded = judged.recorded();
  if (recorded == 0) return {};
  const std::string status = markup.bold(std::to_string(recorded));
  return judged.prediction.allowed.contains(recorded)
             ? fmt::format("Recorded: {}, as the standard has it.", status)
             : fmt::format("Recorded: {}, which the standard does not allow here.", status);
}

std::vector<std::string> why_not_lines(const Judged& judged, const Markup& markup) {
  std::vector<std::string> lines;
  for (const auto& [status, text] :
       http::why_not(judged.conditions, judged.state(), judged.prediction)) {
    lines.push_back(fmt::format("Why not {}: {}", status, markup.text(text)));
  }
  return lines;
}

std::vector<std::string> evidence_lines(const std::vector<Evidence>& all, const Markup& markup) {
  std::vector<std::string> lines;
  for (const Evidence& one : all) {
    const std::string fact =
        one.value.empty() ? one.fact : fmt::format("{} {}", one.fact, markup.code(one.value));
    lines.push_back(fmt::format("{}: {}", fact, one.from));
  }
  return lines;
}

void write_prediction(const Judged& judged, const OpenDocument& document, const Markup& markup,
                      Page& page) {
  page.paragraph(headline(judged, markup));
  const std::string reason = http::reason(judged.conditions, judged.state(), judged.prediction);
  page.paragraph(fmt::format("{}.", markup.text(sentence(reason))));
  page.paragraph(recorded_line(judged, markup));
  if (const auto product = lint::product_view(judged, document.server())) {
    page.paragraph(
        fmt::format("{}.", markup.text(lint::product_line(*product, judged.prediction))));
  }
  page.list(why_not_lines(judged, markup));
  if (const auto facts = evidence(judged, document.read()); !facts.empty()) {
    page.paragraph("What the server holds:");
    page.list(evidence_lines(facts, markup));
  }
  if (const CacheView caches = cache_view(judged); caches_matter(caches)) {
    page.paragraph(markup.text(cache_summary(caches)));
  }
  page.paragraph(links_in_line(spec_links(judged.prediction), markup));
}

void write_missing(const Judged& judged, const Missing& lack, const Markup& markup, Page& page) {
  page.paragraph(markup.bold("No prediction"));
  const std::string cure =
      lack.note.empty() ? "" : fmt::format("; state it with {}", markup.code(lack.note));
  page.paragraph(fmt::format("It needs {}{}.", markup.text(lack.what), cure));
  page.paragraph(links_in_line(spec_links(judged.prediction), markup));
}

void write_verdict(const Judged& judged, const OpenDocument& document, const Markup& markup,
                   Page& page) {
  if (judged.prediction.known()) {
    write_prediction(judged, document, markup, page);
  } else if (const auto lack = missing(judged); lack && judged.conditions.conditional()) {
    write_missing(judged, *lack, markup, page);
  }
}

/// One line a rule.
void write_rule(const rules::Rule& rule, const Markup& markup, Page& page) {
  page.paragraph(fmt::format("{}: {}", markup.link(rule.info.id, rule_link(rule)),
                             markup.text(rule.info.summary)));
}

}  // namespace

json hover(Session& session, const PositionParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return nullptr;
  const lint::Analysis& analysis = document->analysis();
  const Places places(document->read(), session.capabilities.units);
  const Markup markup(session.capabilities.plain_hover);
  const std::uint32_t offset = places.offset(params.position);

  Page page;
  text::Span part{offset, offset};
  const Judged* judged = judged_at(analysis.traffic(), offset);
  if (judged && !in_body(judged->exchange, offset)) {
    write_verdict(*judged, *document, markup, page);
    part = part_at(judged->exchange, offset);
  } else if (const auto line = write_log_line(document->read(), offset, markup, page)) {
    part = *line;
  }
  for (const rules::Finding& finding : analysis.findings()) {
    if (!touches(finding.place.span(), {offset, offset})) continue;
    write_rule(*finding.rule, markup, page);
    if (part.empty()) part = finding.place.span();
  }
  if (page.text().empty()) return nullptr;

  json result{
      {"contents", {{"kind", markup.plain() ? "plaintext" : "markdown"}, {"value", page.text()}}}};
  if (!part.empty()) result["range"] = to_json(places.range(part));
  return result;
}

}  // namespace wiretag::lsp
