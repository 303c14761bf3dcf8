#include <unistd.h>

#include "server/cli/arguments.h"
#include "server/cli/commands.h"
#include "server/cli/input.h"
#include "server/cli/shown.h"
#include "server/convert/http_file.h"

namespace wiretag::cli {
namespace {

constexpr std::string_view kIsLog =
    "is an access log: a line of one holds too little to be an exchange again; wiretag check reads "
    "it as it is";

int refuse(std::string_view input, std::string_view reason) {
  tell(fmt::format("{}: {}", input, reason));
  return kTrouble;
}

bool tell_problems(const readers::Document& document) {
  const std::vector<Problem> problems = document.problems();
  for (const Problem& problem : problems) {
    if (problem.kind != Problem::Kind::NotUnderstood) continue;
    const std::uint32_t line = document.lines().line_of(problem.place.span().begin) + 1;
    tell(fmt::format("{}:{}: not understood: {}", document.path(), line,
                     problem.detail.empty() ? problem.expected : problem.detail));
    return false;
  }
  return true;
}

}  // namespace

int convert_file(const ConvertOptions& options) {
  Common common;
  common.as = options.as;
  StandardInput standard_input;
  const Input input{options.input};
  const auto format = recognise(input, common, standard_input);
  if (!format) return refuse(options.input, format.error().reason);
  if (*format == readers::Format::AccessLog) return refuse(options.input, kIsLog);
  auto opened = open_input(input, *format, common, standard_input);
  if (!opened) return refuse(options.input, opened.error().reason);
  const readers::Document document = std::move(*opened).document();
  const bool whole = tell_problems(document);
  if (document.exchanges().empty()) {
    return refuse(options.input, "holds no exchange to convert");
  }
  const std::string text = convert::http_file(document, {.secrets = options.secrets});
  if (options.output == "-") {
    Output out(STDOUT_FILENO);
    out.write(text);
    return out.finish() && whole ? kClean : kTrouble;
  }
  if (auto written = write_new_file(options.output, text); !written) {
    return refuse(options.output, written.error());
  }
  tell(fmt::format("wrote {} to {}", counted(document.exchanges().size(), "exchange"),
                   options.output));
  return whole ? kClean : kTrouble;
}

}  // namespace wiretag::cli
