#include "server/lint/problems.h"

#include <algorithm>

#include <fmt/format.h>

#include "documents/model/log_traffic.h"

namespace wiretag::lint {
namespace {

using rules::Finding;
using rules::Rule;

std::string_view in_words(LineFault fault) {
  switch (fault) {
    case LineFault::Columns: return "columns are missing or more than there are";
    case LineFault::Status: return "the status is no number from 100 to 999";
    case LineFault::Json: return "it is no JSON object";
    case LineFault::TooLong: return "it is too long";
  }
  return "";
}

/// Above this share of lines the format itself is in doubt.
constexpr std::uint64_t kDoubtfulPart = 20;

void word_problem(const Problem& problem, Finding& finding) {
  switch (problem.kind) {
    case Problem::Kind::NotUnderstood:
      finding.message = fmt::format(
          "Not understood: {}. {}", problem.detail.empty() ? problem.expected : problem.detail,
          problem.last ? "The entries before it are checked" : "The rest of the file is checked");
      break;
    case Problem::Kind::NulByte:
      finding.message =
          "A NUL byte, which no HTTP text may hold: remove it. The rest of the file is checked";
      break;
    case Problem::Kind::LogFormat:
      finding.rule = rules::find_rule("log-format-unknown");
      finding.severity = finding.rule->info.severity;
      finding.message = problem.detail;
      break;
    case Problem::Kind::NotUtf8:
      finding.message = "This byte is not UTF-8; values are compared byte for byte as they stand";
      finding.severity = rules::Severity::Info;
      break;
  }
}

/// More regions than this are counted, not shown: the file is most likely not what its name says.
constexpr std::size_t kMostProblems = 1000;

void report_left_out(const Problem& first, std::size_t count, std::vector<Finding>& findings) {
  Finding finding;
  finding.rule = rules::find_rule("limit-reached");
  finding.severity = finding.rule->info.severity;
  finding.place = first.place;
  finding.message = fmt::format(
      "{} regions of this file are not understood: from here on {} more are counted, not shown. Is "
      "it "
      "a file of HTTP requests?",
      kMostProblems + count, count);
  findings.push_back(std::move(finding));
}

}  // namespace

void report_problems(const readers::Document& document, const Selection& selection,
                     std::vector<Finding>& findings) {
  const Rule& rule = *rules::find_rule("text-not-understood");
  if (!selection.enabled(rule)) return;
  const std::vector<Problem> problems = document.problems();
  for (std::size_t i = 0; i < std::min(problems.size(), kMostProblems); ++i) {
    Finding finding;
    finding.rule = &rule;
    finding.severity = rule.info.severity;
    finding.place = problems[i].place;
    word_problem(problems[i], finding);
    findings.push_back(std::move(finding));
  }
  if (problems.size() > kMostProblems && selection.enabled(*rules::find_rule("limit-reached"))) {
    report_left_out(problems[kMostProblems], problems.size() - kMostProblems, findings);
  }
}

void report_faults(const LogTraffic& log, const Selection& selection,
                   std::vector<Finding>& findings) {
  const Rule& rule = *rules::find_rule("log-line-unreadable");
  if (!selection.enabled(rule)) return;
  const bool doubtful = log.unreadable * kDoubtfulPart > log.lines;
  for (const UnreadableLines& lines : log.faults) {
    if (lines.samples.empty()) continue;
    Finding finding;
    finding.rule = &rule;
    finding.severity = finding.rule->info.severity;
    finding.place = lines.samples.front()->line;
    finding.message = fmt::format(
        "{} of {} lines {} not fit the format {}, the first here: {}.{}", lines.lines, log.lines,
        lines.lines == 1 ? "does" : "do", log.format, in_words(lines.fault),
        doubtful
            ? " More than 5 % do not: the format is probably another; name it with --log-format"
            : " The other lines are read");
    for (std::size_t i = 1; i < lines.samples.size(); ++i) {
      finding.related.push_back({lines.samples[i]->line, "and here"});
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace wiretag::lint
