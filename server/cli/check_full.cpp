#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "server/cli/check_printer.h"
#include "server/cli/frame.h"
#include "server/cli/place.h"
#include "server/cli/shown.h"
#include "server/lint/secrets.h"

namespace wiretag::cli {
namespace {

using rules::Finding;
using rules::FixKind;
using rules::Severity;

std::string place_of(const readers::Document& document, const Text& place) {
  const Place at = place_at(document, place.span().begin);
  return fmt::format("{}:{}:{}", shown(at.path), at.line, at.column);
}

/// Columns of the largest line number that a finding shows.
std::size_t gutter_of(const readers::Document& document, const Finding& finding) {
  std::uint64_t last = place_at(document, finding.place.span().begin).line;
  for (const rules::Related& related : finding.related) {
    last = std::max(last, place_at(document, related.place.span().begin).line);
  }
  return fmt::formatted_size("{}", last);
}

void print_frame(CheckReport& report, const readers::Document& document, const Text& place,
                 const std::vector<Text>& secrets, std::size_t gutter, std::string_view color) {
  if (!place.placed()) return;
  report.out.write(frame(document, place.span(), secrets, gutter, color, report.palette));
}

void print_hints(CheckReport& report, const Finding& finding, std::size_t gutter) {
  const Palette& p = report.palette;
  for (const rules::Fix& fix : finding.fixes) {
    report.out.print("{:>{}} {}={} {}help{}: {} ({} fix)\n", "", gutter, p.blue, p.reset, p.green,
                     p.reset, shown(fix.title), rules::to_string(fix.kind));
  }
  const std::string_view id = finding.rule->info.id;
  if (report.explained.insert(id).second) {
    report.out.print("{:>{}} {}={} explain: wiretag explain {}\n", "", gutter, p.blue, p.reset, id);
  }
}

void print_finding(CheckReport& report, const lint::Analysis& analysis, const Finding& finding) {
  const readers::Document& document = analysis.document();
  const Palette& p = report.palette;
  const std::string_view color = p.of(finding.severity);
  const std::size_t gutter = gutter_of(document, finding);
  const std::vector<Text> secrets = lint::secrets_of(finding, analysis.secrets());
  report.out.print("{}{}:{} {}{}[{}]{}: {}{}{}\n", p.bold, place_of(document, finding.place),
                   p.reset, color, rules::to_string(finding.severity), finding.rule->info.id,
                   p.reset, p.bold, shown(finding.message), p.reset);
  print_frame(report, document, finding.place, secrets, gutter, color);
  for (const rules::Related& related : finding.related) {
    report.out.print("{}{}:{} {}note{}: {}\n", p.bold, place_of(document, related.place), p.reset,
                     p.cyan, p.reset, shown(related.message));
    print_frame(report, document, related.place, secrets, gutter, p.cyan);
  }
  print_hints(report, finding, gutter);
  report.out.write("\n");
}

void print_file(CheckReport& report, const lint::Analysis& analysis) {
  for (const Finding& finding : analysis.findings()) {
    print_finding(report, analysis, finding);
  }
}

std::string counts(const CheckTotals& totals) {
  std::string text;
  for (const Severity severity :
       {Severity::Error, Severity::Warning, Severity::Info, Severity::Hint}) {
    if (totals.of(severity) == 0) continue;
    if (!text.empty()) text += ", ";
    text += counted(totals.of(severity), rules::to_string(severity));
  }
  return text;
}

std::string scope(const CheckTotals& totals) {
  std::string held;
  if (totals.exchanges > 0 || totals.requests == 0) held = counted(totals.exchanges, "exchange");
  if (totals.requests > 0) {
    if (!held.empty()) held += ", ";
    held += counted(totals.requests, "logged request");
  }
  return fmt::format("{} ({})", counted(totals.files, "file"), held);
}

std::string verdict(const CheckReport& report, const CheckTotals& totals,
                    const Troubles& troubles) {
  const Palette& p = report.palette;
  const std::string unread = troubles.empty()
                                 ? ""
                                 : fmt::format("; {}{} with a read or write failure{}", p.red,
                                               counted(troubles.all().size(), "path"), p.reset);
  if (!totals.clean()) {
    return fmt::format("{}{}{} in {}{}\n", p.bold, counts(totals), p.reset, scope(totals), unread);
  }
  if (totals.files == 0) return fmt::format("Nothing was checked{}\n", unread);
  if (!troubles.empty()) return fmt::format("Checked {}{}\n", scope(totals), unread);
  return fmt::format("{}No problems found{} in {}.\n", p.green, p.reset, scope(totals));
}

void print_end(CheckReport& report, const CheckTotals& totals, const Troubles& troubles) {
  if (totals.fixed > 0)
    report.out.print("Applied {}.\n",
                     totals.fixed == 1 ? "1 fix" : fmt::format("{} fixes", totals.fixed));
  report.out.write(verdict(report, totals, troubles));
  if (totals.safely_fixable > 0) {
    report.out.print("{} a safe fix: run wiretag fix\n",
                     totals.safely_fixable == 1
                         ? "1 finding has"
                         : fmt::format("{} findings have", totals.safely_fixable));
  }
  if (totals.unsafely_fixable > 0) {
    report.out.print("{} an unsafe fix, which changes behaviour: run wiretag fix --unsafe-fixes\n",
                     totals.unsafely_fixable == 1
                         ? "1 finding has"
                         : fmt::format("{} findings have", totals.unsafely_fixable));
  }
}

}  // namespace

const CheckPrinter check_full{
    .begin = [](CheckReport&) {},
    .file = &print_file,
    .end = &print_end,
};

}  // namespace wiretag::cli
