#include "server/lsp/diagnostics.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace wiretag::lsp {
namespace {

using nlohmann::json;

void append_diagnostics(const Session& session, OpenDocument& document, std::string& out) {
  const Places places(document.read(), session.capabilities.units);
  DiagnosticWriter(places, document.uri()).append(document.analysis().findings(), out);
}

}  // namespace

json diagnostics(const readers::Document& document, const lint::Analysis& analysis,
                 const std::string& uri, text::Units units) {
  std::string text;
  DiagnosticWriter(Places(document, units), uri).append(analysis.findings(), text);
  return json::parse(text);
}

json diagnostic(const rules::Finding& finding, const std::string& uri, const Places& places) {
  std::string text;
  DiagnosticWriter(places, uri).append(finding, text);
  return json::parse(text);
}

void publish(Session& session, OpenDocument& document) {
  if (session.capabilities.pulls_diagnostics) return;
  JsonText params{R"({"uri":)"};
  append_json(params.text, document.uri());
  if (document.version()) params.text += fmt::format(R"(,"version":{})", *document.version());
  params.text += R"(,"diagnostics":)";
  append_diagnostics(session, document, params.text);
  params.text += '}';
  session.client.notify_text("textDocument/publishDiagnostics", params);
}

void publish_none(Session& session, const std::string& uri) {
  if (session.capabilities.pulls_diagnostics) return;
  session.client.notify("textDocument/publishDiagnostics",
                        {{"uri", uri}, {"diagnostics", json::array()}});
}

JsonText diagnostic_report_text(Session& session, const DiagnosticParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return {R"({"kind":"full","items":[]})"};
  const std::string result_id = std::to_string(document->revision());
  if (result_id == params.previous_result) {
    return {fmt::format(R"({{"kind":"unchanged","resultId":"{}"}})", result_id)};
  }
  JsonText report{fmt::format(R"({{"kind":"full","resultId":"{}","items":)", result_id)};
  append_diagnostics(session, *document, report.text);
  report.text += '}';
  return report;
}

json diagnostic_report(Session& session, const DiagnosticParams& params) {
  return json::parse(diagnostic_report_text(session, params).text);
}

}  // namespace wiretag::lsp
