#include <utility>
#include <vector>

#include <unistd.h>

#include "server/cli/arguments.h"
#include "server/cli/collect.h"
#include "server/cli/commands.h"
#include "server/cli/input.h"
#include "server/cli/predict_printer.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

std::string_view expected_at(const Problem& problem) {
  return problem.detail.empty() ? problem.expected : std::string_view(problem.detail);
}

/// What was not read cannot be predicted, so it is told.
void tell_problems(const readers::Document& document) {
  std::vector<Problem> problems = document.problems();
  std::erase_if(problems, [](const Problem& problem) {
    return problem.kind != Problem::Kind::NotUnderstood;
  });
  if (problems.empty()) return;
  const std::uint32_t line = document.lines().line_of(problems.front().place.span().begin) + 1;
  tell(fmt::format(
      "{}:{}: not understood: {}{}", document.path(), line, expected_at(problems.front()),
      problems.size() == 1 ? std::string()
                           : fmt::format(" (and {} like it; see wiretag check)",
                                         counted(problems.size() - 1, "more region"))));
}

void predict_one(const Input& input, const Common& options, const PredictPrinter& printer,
                 PredictReport& report, Troubles& troubles, StandardInput& standard_input) {
  const auto format = recognise(input, options, standard_input);
  if (format == readers::Format::AccessLog) {
    if (!input.met) {
      troubles.add(input.path,
                   "is an access log, whose lines are no whole exchanges; wiretag check reads it");
    }
    return;
  }
  auto opened =
      format ? open_input(input, *format, options, standard_input) : tl::unexpected(format.error());
  if (!opened) {
    if (!opened.error().skipped) troubles.add(input.path, std::move(opened.error().reason));
    return;
  }
  const readers::Document document = std::move(*opened).document();
  const Traffic traffic(document.exchanges());
  printer.file(report, document, traffic);
  report.out.flush();
  tell_problems(document);
}

}  // namespace

std::uint32_t line_of(const readers::Document& document, const Judged& judged) {
  return document.lines().line_of(judged.exchange.request.line.span().begin) + 1;
}

int predict(const Common& options) {
  const PredictPrinter& printer = options.format == Format::Json ? predict_json : predict_full;
  Output out(STDOUT_FILENO);
  PredictReport report{out, palette(options.color, STDOUT_FILENO), options.server};
  Troubles troubles;
  StandardInput standard_input;
  const std::vector<Input> inputs = collect(options.paths, troubles);
  printer.begin(report);
  for (const Input& input : inputs) {
    if (out.failed()) break;
    predict_one(input, options, printer, report, troubles, standard_input);
  }
  printer.end(report, troubles);
  return out.finish() && troubles.empty() ? kClean : kTrouble;
}

}  // namespace wiretag::cli
