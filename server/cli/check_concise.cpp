#include "server/cli/check_printer.h"
#include "server/cli/place.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

void print_file(CheckReport& report, const lint::Analysis& analysis) {
  const readers::Document& document = analysis.document();
  const Palette& p = report.palette;
  for (const rules::Finding& finding : analysis.findings()) {
    const Place at = place_at(document, finding.place.span().begin);
    report.out.print("{}{}:{}:{}:{} {}{}[{}]{}: {}\n", p.bold, shown(at.path), at.line, at.column,
                     p.reset, p.of(finding.severity), rules::to_string(finding.severity),
                     finding.rule->info.id, p.reset, shown(finding.message));
  }
}

}  // namespace

const CheckPrinter check_concise{
    .begin = [](CheckReport&) {},
    .file = &print_file,
    .end = [](CheckReport&, const CheckTotals&, const Troubles&) {},
};

}  // namespace wiretag::cli
