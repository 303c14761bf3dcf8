#include "server/lsp/diagnostic_text.h"

#include <fmt/format.h>

#include "server/lsp/json_text.h"

namespace wiretag::lsp {
namespace {

int severity_number(rules::Severity severity) {
  switch (severity) {
    case rules::Severity::Error: return 1;
    case rules::Severity::Warning: return 2;
    case rules::Severity::Info: return 3;
    case rules::Severity::Hint: return 4;
  }
  return 1;
}

void append_number(std::uint32_t number, std::string& out) {
  const fmt::format_int digits(number);
  out.append(digits.data(), digits.size());
}

void append_position(text::Position position, std::string& out) {
  out += R"({"line":)";
  append_number(position.line, out);
  out += R"(,"character":)";
  append_number(position.column, out);
  out += '}';
}

}  // namespace

DiagnosticWriter::DiagnosticWriter(const Places& places, const std::string& uri) : places_(places) {
  append_json(uri_, uri);
}

void DiagnosticWriter::append(const rules::Finding& finding, std::string& out) const {
  out += R"({"range":)";
  append_range(finding.place, out);
  out += R"(,"severity":)";
  append_number(static_cast<std::uint32_t>(severity_number(finding.severity)), out);
  out += R"(,"code":)";
  append_json(out, finding.rule->info.id);
  out += R"(,"codeDescription":{"href":)";
  append_json(out, rule_link(*finding.rule));
  out += R"(},"source":"wiretag","message":)";
  append_json(out, finding.message);
  if (!finding.related.empty()) {
    char before = '[';
    out += R"(,"relatedInformation":)";
    for (const rules::Related& related : finding.related) {
      out += before;
      append_related(related, out);
      before = ',';
    }
    out += ']';
  }
  out += '}';
}

void DiagnosticWriter::append(const std::vector<rules::Finding>& findings, std::string& out) const {
  constexpr std::size_t kTypicalBytes = 450;
  out.reserve(out.size() + findings.size() * kTypicalBytes);
  out += '[';
  for (const rules::Finding& finding : findings) {
    if (&finding != findings.data()) out += ',';
    append(finding, out);
  }
  out += ']';
}

void DiagnosticWriter::append_range(const Text& place, std::string& out) const {
  const Range range = places_.range(place.span());
  out += R"({"start":)";
  append_position(range.start, out);
  out += R"(,"end":)";
  append_position(range.end, out);
  out += '}';
}

void DiagnosticWriter::append_related(const rules::Related& related, std::string& out) const {
  out += R"({"location":{"uri":)";
  out += uri_;
  out += R"(,"range":)";
  append_range(related.place, out);
  out += R"(},"message":)";
  append_json(out, related.message);
  out += '}';
}

std::string rule_link(const rules::Rule& rule) {
  return fmt::format("{}{}.md", rules::help_base(), rule.info.id);
}

}  // namespace wiretag::lsp
