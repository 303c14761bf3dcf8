#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include <unistd.h>

#include "documents/model/log_traffic.h"
#include "rules/rule.h"
#include "server/cli/arguments.h"
#include "server/cli/check_printer.h"
#include "server/cli/collect.h"
#include "server/cli/commands.h"
#include "server/cli/diff.h"
#include "server/cli/input.h"
#include "server/cli/log_run.h"
#include "server/cli/settings.h"
#include "server/cli/shown.h"
#include "server/cli/statistics.h"
#include "server/cli/stop_signal.h"
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

void add_findings(CheckTotals& totals, const lint::Analysis& analysis) {
  for (const rules::Finding& finding : analysis.findings()) {
    ++totals.findings[static_cast<std::size_t>(finding.severity)];
    if (finding.fixes.empty()) continue;
    const bool safe = std::any_of(finding.fixes.begin(), finding.fixes.end(),
                                  [](const rules::Fix& fix) { return fix.kind == FixKind::Safe; });
    ++(safe ? totals.safely_fixable : totals.unsafely_fixable);
  }
  for (const rules::Finding& finding : analysis.findings()) ++totals.by_rule[finding.rule->info.id];
}

void add(CheckTotals& totals, const lint::Analysis& analysis) {
  const readers::Document& document = analysis.document();
  ++totals.files;
  totals.exchanges += analysis.traffic().judged().size();
  for (const LogTraffic* log : document.logs()) totals.requests += log->requests;
  const bool open_end = !document.text().empty() && document.text().back() != '\n';
  totals.lines += document.lines().line_count() - (open_end ? 0 : 1);
  add_findings(totals, analysis);
}

/// So many findings of one rule are printed for a log.
constexpr std::size_t kMostOfOneRule = 50;

/// One run of `check` or `fix`.
class Run {
 public:
  explicit Run(const CheckOptions& options)
      : options_(options), printer_(printer_of(options.common.format)) {}

  int all() {
    if (!logs_.ready()) return kTrouble;
    const std::vector<Input> inputs = inputs_of();
    printer_.begin(report_);
    for (const Input& input : inputs) {
      if (out_.failed()) break;
      one(input);
      out_.flush();
    }
    for (const std::string& shard : options_.shards) logs_.add_partial(shard);
    if (!options_.partial.empty()) return partial();
    if (logs_.read() > 0 && !out_.failed()) report_logs();
    return end();
  }

  int diffs() {
    std::size_t fixes = 0;
    std::size_t files = 0;
    for (const Input& input : inputs_of()) {
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

  [[nodiscard]] std::vector<Input> inputs_of() {
    if (!options_.shards.empty()) return {};
    std::vector<Input> inputs = collect(options_.common.paths, troubles_);
    std::erase_if(inputs, [&](const Input& input) {
      return input.met && config::excluded(settings_.of(input.path), input.path);
    });
    return inputs;
  }

  int end() {
    totals_.skipped += logs_.skipped();
    const std::chrono::duration<double, std::milli> elapsed = Clock::now() - start_;
    totals_.elapsed_ms = elapsed.count();
    printer_.end(report_, totals_, troubles_);
    const bool printed = out_.finish();
    if (options_.statistics) print_statistics(totals_);
    if (!printed || !troubles_.empty()) return kTrouble;
    return counting_ > 0 ? kFindings : kClean;
  }

  void one(const Input& input) {
    const auto format = recognise(input, options_.common, standard_input_);
    if (!format) return refuse(input, format.error());
    if (format == readers::Format::AccessLog) {
      return logs_.add(input, standard_input_, options_.common.stdin_filename);
    }
    auto opened = open(input, *format);
    if (!opened) return;
    if (options_.fix) fix(input.path, *opened);
    const readers::Document document = std::move(*opened).document();
    report(lint::Analysis(document, selection_of(input.path)), input.path);
  }

  void report(const lint::Analysis& analysis, const std::string& path) {
    printer_.file(report_, analysis);
    add(totals_, analysis);
    count(analysis, path);
  }

  /// Counts what makes the exit code 1.
  void count(const lint::Analysis& analysis, const std::string& path) {
    const auto least = settings_.fail_on(path);
    if (!least) return;
    for (const rules::Finding& finding : analysis.findings()) {
      counting_ += finding.severity >= *least ? 1 : 0;
    }
  }

  [[nodiscard]] lint::Selection selection_of(const std::string& path) {
    return settings_.selection(path);
  }

  void report_logs() {
    std::optional<readers::Document> document = logs_.document();
    if (!document) return;
    std::unordered_set<std::string> told;
    report_new(*document, told);
    if (options_.logs.follow) follow(*document, told);
    const LogTraffic& log = *document->logs().front();
    totals_.files += logs_.files();
    totals_.requests += log.requests;
    totals_.lines += log.lines;
    if (options_.statistics) print_statistics(log);
  }

  /// Prints the findings that are not among those that were `told`; one that has become more
  /// severe counts as new.
  void report_new(const readers::Document& document, std::unordered_set<std::string>& told) {
    lint::Analysis analysis(document, selection_of(document.path()));
    const std::vector<std::string> prints = lint::fingerprints(analysis.findings());
    analysis.keep([&](std::size_t i) {
      const rules::Severity severity = analysis.findings()[i].severity;
      return told.insert(prints[i] + std::string(rules::to_string(severity))).second;
    });
    add_findings(totals_, analysis);
    count(analysis, document.path());
    const std::vector<std::string> more =
        for_people() ? shorten(analysis) : std::vector<std::string>();
    printer_.file(report_, analysis);
    for (const std::string& line : more) out_.print("{}\n", line);
  }

  [[nodiscard]] bool for_people() const {
    return options_.common.format == Format::Full || options_.common.format == Format::Concise;
  }

  /// Leaves the first findings of each rule, which are those of the busiest URLs, and says how many
  /// are left out.
  static std::vector<std::string> shorten(lint::Analysis& analysis) {
    std::map<const rules::Rule*, std::size_t> counts;
    std::vector<bool> stays;
    for (const rules::Finding& finding : analysis.findings()) {
      stays.push_back(++counts[finding.rule] <= kMostOfOneRule);
    }
    analysis.keep([&](std::size_t i) { return stays[i]; });
    std::vector<std::string> more;
    for (const auto& [rule, count] : counts) {
      if (count <= kMostOfOneRule) continue;
      more.push_back(fmt::format("{} more findings of {}; --format json lists them all",
                                 count - kMostOfOneRule, rule->info.id));
    }
    return more;
  }

  /// Prints what is new until the user stops it, or the files cannot be followed any more.
  void follow(readers::Document& document, std::unordered_set<std::string>& told) {
    const StopSignal stop;
    out_.flush();
    while (!out_.failed() && logs_.wait_for_more()) {
      std::optional<readers::Document> more = logs_.document();
      if (!more) return;
      document = std::move(*more);
      report_new(document, told);
      out_.flush();
    }
  }

  int partial() {
    const bool written = troubles_.empty() && logs_.write_partial(options_.partial);
    return written ? kClean : kTrouble;
  }

  /// nullopt for what is told or counted instead.
  std::optional<Recognised> open(const Input& input, readers::Format format) {
    auto opened = open_input(input, format, options_.common, standard_input_);
    if (opened) return std::move(*opened);
    refuse(input, opened.error());
    return std::nullopt;
  }

  void refuse(const Input& input, const NoInput& why) {
    if (why.skipped) {
      ++totals_.skipped;
    } else {
      troubles_.add(input.path, why.reason);
    }
  }

  [[nodiscard]] lint::Fixed fixed(const Recognised& input) {
    const SourceFile& source = input.source;
    lint::Fixed result =
        lint::fix_all(source.path, source.text, selection_of(source.path), most(), input.format);
    if (!result.settled) {
      tell(fmt::format("{}: the fixes undo one another; the state after ten rounds was kept",
                       source.path));
    }
    return result;
  }

  /// The fixed text of standard input goes to standard output, and the report to stderr.
  void fix(const std::string& input, Recognised& opened) {
    lint::Fixed result = fixed(opened);
    SourceFile& source = opened.source;
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

  std::size_t diff_one(const Input& input) {
    const auto format = recognise(input, options_.common, standard_input_);
    if (!format) refuse(input, format.error());
    if (!format || format == readers::Format::AccessLog) return 0;
    const auto opened = open(input, *format);
    if (!opened) return 0;
    const lint::Fixed result = fixed(*opened);
    if (result.applied == 0) return 0;
    const SourceFile& source = opened->source;
    out_.write(unified_diff(source.path, with_mark(source, source.text),
                            with_mark(source, result.text), report_.palette));
    return static_cast<std::size_t>(result.applied);
  }

  [[nodiscard]] static std::string with_mark(const SourceFile& source, std::string_view text) {
    return std::string(source.byte_order_mark ? "\xEF\xBB\xBF" : "").append(text);
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
  Settings settings_{options_, troubles_};
  StandardInput standard_input_;
  LogRun logs_{options_, settings_, troubles_};
  std::size_t counting_ = 0;  ///< findings that make the exit code 1
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
