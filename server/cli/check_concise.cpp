#include "server/cli/check_printer.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

void print_file(CheckReport& report, const lint::Analysis& analysis) {
  const readers::Document& document = analysis.document();
  const Palette& p = report.palette;
  for (const rules::Finding& finding : analysis.findings()) {
    const text::Position at = document.lines().position(document.text(), finding.place.span().begin,
                                                        text::Units::CodePoints);
    report.out.print("{}{}:{}:{}:{} {}{}[{}]{}: {}\n", p.bold, shown(document.path()), at.line + 1,
                     at.column + 1, p.reset, p.of(finding.severity),
                     rules::to_string(finding.severity), finding.rule->info.id, p.reset,
                     shown(finding.message));
  }
}

}  // namespace

const CheckPrinter check_concise{
    .begin = [](CheckReport&) {},
    .file = &print_file,
    .end = [](CheckReport&, const CheckTotals&, const Troubles&) {},
};

}  // namespace wiretag::cli
