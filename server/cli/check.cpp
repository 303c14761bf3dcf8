#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include <unistd.h>

#include "rules/rule.h"
#include "server/cli/arguments.h"
#include "server/cli/check_printer.h"
#include "server/cli/collect.h"
#include "server/cli/commands.h"
#include "server/cli/diff.h"
#include "server/cli/file.h"
#include "server/cli/shown.h"
#include "server/cli/unknown_rule.h"
#include "server/lint/fixes.h"

namespace wiretag::cli {
namespace {

using Clock = std::chrono::steady_clock;
using rules::FixKind;

const CheckPrinter& printer_of(Format format) {
  switch (format) {
    case Format::Full: return check_full;
    case Format::Concise: return check_concise;
    case Format::Json: return check_json;
    case Format::JsonLines: return check_json_lines;
  }
  return check_full;
}

bool names_known(const std::vector<std::string>& names, std::string_view option) {
  const std::vector<std::string> unknown = lint::unknown_rules(names);
  for (const std::string& name : unknown) {
    tell(fmt::format("{}: {}", option, unknown_rule(name)));
  }
  return unknown.empty();
}

/// A lens gives no findings, so selecting one by its id is a mistake.
bool no_lens(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const rules::Rule* rule = rules::find_rule(name);
    if (!rule || rule->info.kind != rules::Kind::Lens) continue;
    tell(fmt::format("--select: '{}' gives no findings; wiretag predict shows it", name));
    return false;
  }
  return true;
}

void add(CheckTotals& totals, const lint::Analysis& analysis) {
  const readers::Document& document = analysis.document();
  ++totals.files;
  totals.exchanges += analysis.traffic().judged().size();
  const bool open_end = !document.text().empty() && document.text().back() != '\n';
  totals.lines += document.lines().line_count() - (open_end ? 0 : 1);
  for (const rules::Finding& finding : analysis.findings()) {
    ++totals.findings[static_cast<std::size_t>(finding.severity)];
    if (finding.fixes.empty()) continue;
    const bool safe = std::any_of(finding.fixes.begin(), finding.fixes.end(),
                                  [](const rules::Fix& fix) { return fix.kind == FixKind::Safe; });
    ++(safe ? totals.safely_fixable : totals.unsafely_fixable);
  }
}

/// One run of `check` or `fix`.
class Run {
 public:
  explicit Run(const CheckOptions& options)
      : options_(options), printer_(printer_of(options.common.format)) {}

  int all() {
    const std::vector<std::string> inputs = collect(options_.common.paths, troubles_);
    printer_.begin(report_);
    for (const std::string& input : inputs) {
      if (out_.failed()) break;
      one(input);
      out_.flush();
    }
    const std::chrono::duration<double, std::milli> elapsed = Clock::now() - start_;
    totals_.elapsed_ms = elapsed.count();
    printer_.end(report_, totals_, troubles_);
    if (!out_.finish() || !troubles_.empty()) return kTrouble;
    return gravest_counts() ? kFindings : kClean;
  }

  int diffs() {
    std::size_t fixes = 0;
    std::size_t files = 0;
    for (const std::string& input : collect(options_.common.paths, troubles_)) {
      if (out_.failed()) break;
      const std::size_t applied = diff_one(input);
      fixes += applied;
      files += applied > 0 ? 1 : 0;
      out_.flush();
    }
    if (!out_.finish() || !troubles_.empty()) return kTrouble;
    tell(fixes == 0 ? std::string("no fixes to apply")
                    : fmt::format("{} {} would change {}; nothing was written", fixes,
                                  fixes == 1 ? "fix" : "fixes", counted(files, "file")));
    return fixes == 0 ? kClean : kFindings;
  }

 private:
  [[nodiscard]] FixKind most() const {
    return options_.unsafe_fixes ? FixKind::Unsafe : FixKind::Safe;
  }

  void one(const std::string& input) {
    auto source = read_source(input, options_.common.stdin_filename);
    if (!source) return troubles_.add(input, std::move(source.error()));
    if (options_.fix) fix(input, *source);
    const readers::Document document(std::move(source->path), std::move(source->text));
    const lint::Analysis analysis(document, options_.selection);
    printer_.file(report_, analysis);
    add(totals_, analysis);
  }

  [[nodiscard]] lint::Fixed fixed(const SourceFile& source) const {
    lint::Fixed result = lint::fix_all(source.path, source.text, options_.selection, most());
    if (!result.settled) {
      tell(fmt::format("{}: the fixes undo one another; the state after ten rounds was kept",
                       source.path));
    }
    return result;
  }

  /// The fixed text of standard input goes to standard output, and the report to stderr.
  void fix(const std::string& input, SourceFile& source) {
    lint::Fixed result = fixed(source);
    const std::string whole = with_mark(source, result.text);
    if (input == "-") {
      Output fixed_text(STDOUT_FILENO);
      fixed_text.write(whole);
      if (!fixed_text.finish()) troubles_.add("-", "the fixed text could not be written");
    } else if (result.applied > 0) {
      if (auto replaced = replace_file(input, whole); !replaced) {
        return troubles_.add(input, "could not be fixed: " + replaced.error());
      }
    }
    totals_.fixed += static_cast<std::size_t>(result.applied);
    source.text = std::move(result.text);
  }

  std::size_t diff_one(const std::string& input) {
    auto source = read_source(input, options_.common.stdin_filename);
    if (!source) {
      troubles_.add(input, std::move(source.error()));
      return 0;
    }
    const lint::Fixed result = fixed(*source);
    if (result.applied == 0) return 0;
    out_.write(unified_diff(source->path, with_mark(*source, source->text),
                            with_mark(*source, result.text), report_.palette));
    return static_cast<std::size_t>(result.applied);
  }

  [[nodiscard]] static std::string with_mark(const SourceFile& source, std::string_view text) {
    return std::string(source.byte_order_mark ? "\xEF\xBB\xBF" : "").append(text);
  }

  [[nodiscard]] bool gravest_counts() const {
    if (!options_.fail_on) return false;
    for (auto at = static_cast<std::size_t>(*options_.fail_on); at < totals_.findings.size();
         ++at) {
      if (totals_.findings[at] > 0) return true;
    }
    return false;
  }

  [[nodiscard]] int report_descriptor() const {
    const auto& paths = options_.common.paths;
    const bool standard_input = std::find(paths.begin(), paths.end(), "-") != paths.end();
    return options_.fix && standard_input ? STDERR_FILENO : STDOUT_FILENO;
  }

  const CheckOptions& options_;
  const CheckPrinter& printer_;
  Clock::time_point start_ = Clock::now();
  Output out_{report_descriptor()};
  CheckReport report_{out_, palette(options_.common.color, report_descriptor())};
  CheckTotals totals_;
  Troubles troubles_;
};

}  // namespace

int check(const CheckOptions& options) {
  const lint::Selection& selection = options.selection;
  const bool known =
      names_known(selection.select, "--select") && names_known(selection.ignore, "--ignore");
  if (!known || !no_lens(selection.select)) return kTrouble;
  Run run(options);
  return options.diff ? run.diffs() : run.all();
}

}  // namespace wiretag::cli
