#include "server/lsp/diagnostics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wiretag::lsp {
namespace {

using nlohmann::json;

int severity_number(rules::Severity severity) {
  switch (severity) {
    case rules::Severity::Error: return 1;
    case rules::Severity::Warning: return 2;
    case rules::Severity::Info: return 3;
    case rules::Severity::Hint: return 4;
  }
  return 1;
}

json diagnostics(const Session& session, OpenDocument& document) {
  const Places places(document.read(), session.capabilities.units);
  json all = json::array();
  for (const rules::Finding& finding : document.analysis().findings()) {
    all.push_back(diagnostic(finding, document.uri(), places));
  }
  return all;
}

}  // namespace

json diagnostic(const rules::Finding& finding, const std::string& uri, const Places& places) {
  json out{{"range", to_json(places.range(finding.place.span()))},
           {"severity", severity_number(finding.severity)},
           {"code", finding.rule->info.id},
           {"codeDescription", {{"href", rule_link(*finding.rule)}}},
           {"source", "wiretag"},
           {"message", finding.message}};
  for (const rules::Related& related : finding.related) {
    out["relatedInformation"].push_back(
        {{"location", {{"uri", uri}, {"range", to_json(places.range(related.place.span()))}}},
         {"message", related.message}});
  }
  return out;
}

std::string rule_link(const rules::Rule& rule) {
  return fmt::format("{}{}.md", rules::help_base(), rule.info.id);
}

void publish(Session& session, OpenDocument& document) {
  if (session.capabilities.pulls_diagnostics) return;
  json params{{"uri", document.uri()}, {"diagnostics", diagnostics(session, document)}};
  if (document.version()) params["version"] = *document.version();
  session.client.notify("textDocument/publishDiagnostics", params);
}

void publish_none(Session& session, const std::string& uri) {
  if (session.capabilities.pulls_diagnostics) return;
  session.client.notify("textDocument/publishDiagnostics",
                        {{"uri", uri}, {"diagnostics", json::array()}});
}

json diagnostic_report(Session& session, const DiagnosticParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return {{"kind", "full"}, {"items", json::array()}};
  std::string result_id = std::to_string(document->revision());
  if (result_id == params.previous_result) {
    return {{"kind", "unchanged"}, {"resultId", std::move(result_id)}};
  }
  return {{"kind", "full"},
          {"resultId", std::move(result_id)},
          {"items", diagnostics(session, *document)}};
}

}  // namespace wiretag::lsp
