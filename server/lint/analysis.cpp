#include "server/lint/analysis.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "rules/reporter.h"
#include "server/lint/suppress.h"

namespace wiretag::lint {
namespace {

using rules::Finding;
using rules::Rule;

void run(const Rule& rule, const Traffic& traffic, std::vector<Finding>& findings) {
  rules::Reporter reporter(rule, findings);
  if (const auto* check = std::get_if<rules::ExchangeCheck>(&rule.check)) {
    for (const Judged* judged : traffic.judged()) (*check)(*judged, reporter);
  } else if (const auto* check_all = std::get_if<rules::ResourceCheck>(&rule.check)) {
    for (const Resource& resource : traffic.resources()) (*check_all)(resource, reporter);
  }
}

void word_problem(const Problem& problem, Finding& finding) {
  switch (problem.kind) {
    case Problem::Kind::NotUnderstood:
      finding.message = fmt::format("Not understood: {}. The rest of the file is checked",
                                    problem.detail.empty() ? problem.expected : problem.detail);
      break;
    case Problem::Kind::NulByte:
      finding.message =
          "A NUL byte, which no HTTP text may hold: remove it. The rest of the file is checked";
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

void report_problems(const readers::Document& document, const Selection& selection,
                     std::vector<Finding>& findings) {
  const Rule& rule = *rules::find_rule("text-not-understood");
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

bool absorbs(const Rule& absorber, const Rule& other) {
  const auto& ids = absorber.info.absorbs;
  return std::find(ids.begin(), ids.end(), other.info.id) != ids.end();
}

/// The absorbed finding lives on as a place and, where the absorber has none, as its fixes.
void take_over(Finding& absorber, Finding& absorbed) {
  if (absorbed.place.placed() && absorbed.place.span() != absorber.place.span()) {
    absorber.related.push_back({absorbed.place, std::string(absorbed.rule->info.summary)});
  }
  if (absorber.fixes.empty()) absorber.fixes = std::move(absorbed.fixes);
}

/// Drops the findings that are marked.
void drop(std::vector<Finding>& findings, const std::vector<bool>& gone) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

/// One cause, one finding: of two that speak of the same exchange or value, the one that absorbs
/// the other stays. Marks the others in `gone`; a finding that is marked already still absorbs.
void absorb(std::vector<Finding>& findings, std::vector<bool>& gone) {
  std::unordered_map<const Exchange*, std::vector<std::size_t>> by_exchange;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const Exchange* exchange : findings[i].exchanges) by_exchange[exchange].push_back(i);
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].rule->info.absorbs[0].empty()) continue;
    for (const Exchange* exchange : findings[i].exchanges) {
      for (const std::size_t other : by_exchange[exchange]) {
        if (other == i || gone[other] || findings[other].second_fault) continue;
        if (!absorbs(*findings[i].rule, *findings[other].rule)) continue;
        gone[other] = true;
        take_over(findings[i], findings[other]);
      }
    }
  }
}

void sort(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const text::Span left = a.place.span();
    const text::Span right = b.place.span();
    if (left.begin != right.begin) return left.begin < right.begin;
    if (a.severity != b.severity) return a.severity > b.severity;
    return a.rule->info.id < b.rule->info.id;
  });
}

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  for (const char c : text) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 1099511628211ULL;
  }
  return seed;
}

}  // namespace

Analysis::Analysis(const readers::Document& document, const Selection& selection)
    : document_(document), traffic_(document.exchanges()) {
  for (const Rule* rule : rules::all_rules()) {
    if (selection.enabled(*rule)) run(*rule, traffic_, findings_);
  }
  if (selection.enabled(*rules::find_rule("text-not-understood"))) {
    report_problems(document_, selection, findings_);
  }
  Suppressions suppressions(document, selection);
  std::vector<bool> gone = suppressions.apply(findings_);
  absorb(findings_, gone);
  drop(findings_, gone);
  suppressions.report(findings_);
  std::erase_if(findings_,
                [&](const Finding& finding) { return finding.severity < selection.severity; });
  sort(findings_);
}

std::vector<std::string> fingerprints(const std::vector<Finding>& findings) {
  std::vector<std::string> prints;
  std::unordered_map<std::uint64_t, std::uint64_t> seen;
  for (const Finding& finding : findings) {
    std::uint64_t print = hash(finding.rule->info.id, 14695981039346656037ULL);
    print = hash(finding.place.view.substr(0, 4096), print);
    if (finding.exchange) print = hash(finding.exchange->request.target, print);
    const std::uint64_t nth = seen[print]++;
    print = hash(std::to_string(nth), print);
    prints.push_back(fmt::format("{:016x}", print));
  }
  return prints;
}

}  // namespace wiretag::lint
