#include <cmath>

#include "rules/rule.h"
#include "server/cli/check_printer.h"
#include "server/cli/json_text.h"
#include "server/cli/place.h"

namespace wiretag::cli {
namespace {

using rules::Finding;
using rules::Severity;

Json position(const readers::Document& document, std::uint32_t offset) {
  const Place at = place_at(document, offset);
  return {{"line", at.line}, {"column", at.column}};
}

Json range(const readers::Document& document, text::Span span) {
  return {{"start", position(document, span.begin)}, {"end", position(document, span.end)}};
}

Json range(const readers::Document& document, const Text& place) {
  return range(document, place.span());
}

Json path_of(const readers::Document& document, const Text& place) {
  return json_text(place_at(document, place.span().begin).path);
}

Json related_of(const readers::Document& document, const Finding& finding) {
  Json all = Json::array();
  for (const rules::Related& related : finding.related) {
    all.push_back({{"path", path_of(document, related.place)},
                   {"range", range(document, related.place)},
                   {"message", json_text(related.message)}});
  }
  return all;
}

Json fix_of(const readers::Document& document, const rules::Fix& fix) {
  Json edits = Json::array();
  for (const rules::Replacement& replacement : fix.replacements) {
    const Text& place = replacement.place;
    const text::Edit edit = place.origin->edit(place.view, replacement.text);
    edits.push_back({{"path", path_of(document, place)},
                     {"range", range(document, edit.span)},
                     {"text", json_text(edit.text)}});
  }
  return {{"title", json_text(fix.title)},
          {"applicability", rules::to_string(fix.kind)},
          {"edits", std::move(edits)}};
}

std::string finding_of(const readers::Document& document, const Finding& finding,
                       const std::string& fingerprint) {
  Json fixes = Json::array();
  for (const rules::Fix& fix : finding.fixes) fixes.push_back(fix_of(document, fix));
  const std::string_view id = finding.rule->info.id;
  return Json{{"rule", id},
              {"severity", rules::to_string(finding.severity)},
              {"message", json_text(finding.message)},
              {"path", path_of(document, finding.place)},
              {"range", range(document, finding.place)},
              {"related", related_of(document, finding)},
              {"fixes", std::move(fixes)},
              {"help_url", std::string(rules::help_base()) + std::string(id) + ".md"},
              {"fingerprint", fingerprint}}
      .dump();
}

Json summary_of(const CheckTotals& totals) {
  return {{"files", totals.files},
          {"skipped", totals.skipped},
          {"exchanges", totals.exchanges},
          {"requests", totals.requests},
          {"lines", totals.lines},
          {"errors", totals.of(Severity::Error)},
          {"warnings", totals.of(Severity::Warning)},
          {"infos", totals.of(Severity::Info)},
          {"hints", totals.of(Severity::Hint)},
          {"fixed", totals.fixed},
          {"elapsed_ms", std::round(totals.elapsed_ms * 1000) / 1000}};
}

template <typename Print>
void each_finding(const lint::Analysis& analysis, Print print) {
  const std::vector<std::string> prints = lint::fingerprints(analysis.findings());
  for (std::size_t i = 0; i < prints.size(); ++i) {
    print(finding_of(analysis.document(), analysis.findings()[i], prints[i]));
  }
}

void print_file(CheckReport& report, const lint::Analysis& analysis) {
  each_finding(analysis, [&](const std::string& finding) {
    report.out.write(report.first ? "\n" : ",\n");
    report.out.write(finding);
    report.first = false;
  });
}

void print_end(CheckReport& report, const CheckTotals& totals, const Troubles& troubles) {
  report.out.print("],\n\"unreadable\":{},\n\"summary\":{}}}\n", json_troubles(troubles).dump(),
                   summary_of(totals).dump());
}

void print_file_lines(CheckReport& report, const lint::Analysis& analysis) {
  each_finding(analysis, [&](const std::string& finding) { report.out.print("{}\n", finding); });
}

void print_end_line(CheckReport& report, const CheckTotals& totals, const Troubles& troubles) {
  const Json last{{"unreadable", json_troubles(troubles)}, {"summary", summary_of(totals)}};
  report.out.print("{}\n", last.dump());
}

}  // namespace

const CheckPrinter check_json{
    .begin = [](CheckReport& report) { report.out.write("{\"findings\":["); },
    .file = &print_file,
    .end = &print_end,
};

const CheckPrinter check_json_lines{
    .begin = [](CheckReport&) {},
    .file = &print_file_lines,
    .end = &print_end_line,
};

}  // namespace wiretag::cli
