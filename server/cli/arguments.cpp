#include "server/cli/arguments.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/rule.h"
#include "server/cli/commands.h"
#include "server/cli/output.h"
#include "server/lsp/server.h"

namespace wiretag::cli {
namespace {

template <typename T>
using Names = std::map<std::string, T>;

const Names<Format>& format_names() {
  static const Names<Format> names = {{"full", Format::Full},
                                      {"concise", Format::Concise},
                                      {"json", Format::Json},
                                      {"jsonl", Format::JsonLines}};
  return names;
}

const Names<ColorChoice>& color_names() {
  static const Names<ColorChoice> names = {
      {"auto", ColorChoice::Auto}, {"always", ColorChoice::Always}, {"never", ColorChoice::Never}};
  return names;
}

const Names<rules::Severity>& severity_names() {
  static const Names<rules::Severity> names = {{"error", rules::Severity::Error},
                                               {"warning", rules::Severity::Warning},
                                               {"info", rules::Severity::Info},
                                               {"hint", rules::Severity::Hint}};
  return names;
}

/// Everything that the command line can say, as it was said.
struct Words {
  std::vector<std::string> paths;
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::string stdin_filename = "<stdin>";
  std::string format = "full";
  std::string color = "auto";
  std::string severity = "info";
  std::string fail_on = "warning";
  std::string rule;
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff = false;
  bool stdio = false;
  std::string client;
  std::string server;
  std::string as;
  std::string input;
  std::string output = "-";
  bool secrets = false;
  std::vector<std::string> extend_select;
  std::string log_format;
  unsigned jobs = 0;
  bool no_progress = false;
  bool statistics = false;
  bool follow = false;
  bool isolated = false;
  bool schema = false;
  bool severity_given = false;
  bool fail_on_given = false;
  std::string partial;
  std::vector<std::string> shards;
};

void add_choice(CLI::App& app, const char* name, std::string& value,
                std::vector<std::string> choices, const std::string& about) {
  const std::string meaning =
      fmt::format("{}: {} (default {})", about, fmt::join(choices, ", "), value);
  app.add_option(name, value, meaning)
      ->type_name("")
      ->check([choices = std::move(choices)](const std::string& given) {
        if (std::find(choices.begin(), choices.end(), given) != choices.end()) return std::string();
        return fmt::format("'{}' is not one of {}", given, fmt::join(choices, ", "));
      });
}

std::vector<std::string_view> names_of_inputs() {
  std::vector<std::string_view> names;
  for (const readers::FormatName& one : readers::format_names()) names.push_back(one.name);
  return names;
}

void add_as(CLI::App& app, Words& words) {
  app.add_option(
         "--as", words.as,
         "Read every input as this: " + fmt::format("{}", fmt::join(names_of_inputs(), ", ")))
      ->type_name("FORMAT")
      ->check([](const std::string& given) {
        if (readers::format_named(given)) return std::string();
        return fmt::format("'{}' is not one of {}", given, fmt::join(names_of_inputs(), ", "));
      });
}

void add_input(CLI::App& app, Words& words) {
  app.add_option("PATH", words.paths,
                 "Files, directories or - for standard input (default: this directory)")
      ->type_name("");
  app.add_option("--stdin-filename", words.stdin_filename, "What to call standard input")
      ->type_name("NAME");
  add_as(app, words);
  add_choice(app, "--color", words.color, {"auto", "always", "never"}, "Colour");
}

void add_rules(CLI::App& app, Words& words) {
  const auto list = [&](const char* name, std::vector<std::string>& names, const char* about) {
    app.add_option(name, names, about)->type_name("RULES")->allow_extra_args(false);
  };
  list("--select", words.select, "Run these rules only: ids, family letters or ALL");
  list("--extend-select", words.extend_select, "Run these rules as well");
  list("--ignore", words.ignore, "Leave these rules out: ids or family letters");
}

void add_logs(CLI::App& app, Words& words) {
  app.add_option("--log-format", words.log_format,
                 "How access logs are written: a known name (combined, caddy, …), or the text that "
                 "the server is configured with")
      ->type_name("FORMAT");
  app.add_option("--jobs", words.jobs, "Threads that read access logs (default: one a processor)")
      ->type_name("N");
  app.add_flag("--no-progress", words.no_progress, "Show no progress of long work");
  app.add_flag("--follow", words.follow, "Go on reading logs that grow, and report what is new");
  app.add_option("--partial", words.partial,
                 "Write what was counted in these logs to a file, for wiretag merge")
      ->type_name("FILE");
}

void add_report(CLI::App& app, Words& words) {
  add_choice(app, "--format", words.format, {"full", "concise", "json", "jsonl"}, "Output");
  app.add_flag("--statistics", words.statistics,
               "Print how often each rule fired, and a table of each log, on stderr");
  add_choice(app, "--severity", words.severity, {"error", "warning", "info", "hint"},
             "Least severity that is shown");
  add_choice(app, "--fail-on", words.fail_on, {"error", "warning", "info", "hint", "never"},
             "Least severity that makes the exit code 1");
  app.add_flag("--isolated", words.isolated, "Read no wiretag.toml");
}

void add_check(CLI::App& app, Words& words) {
  add_input(app, words);
  add_rules(app, words);
  add_report(app, words);
  add_logs(app, words);
  app.add_flag("--unsafe-fixes", words.unsafe_fixes, "Apply fixes that change behaviour as well");
  app.add_flag("--diff", words.diff, "Print what the fixes would change, and write nothing");
}

std::vector<std::string> split_lists(const std::vector<std::string>& lists) {
  std::vector<std::string> names;
  for (const std::string& list : lists) {
    for (std::string name : CLI::detail::split(list, ',')) {
      CLI::detail::trim(name);
      if (!name.empty()) names.push_back(std::move(name));
    }
  }
  return names;
}

Common common_of(const Words& words) {
  return {.paths = words.paths.empty() ? std::vector<std::string>{"."} : words.paths,
          .stdin_filename = words.stdin_filename,
          .format = format_names().at(words.format),
          .color = color_names().at(words.color),
          .as = readers::format_named(words.as),
          .server = http::product(words.server)};
}

CheckOptions check_options_of(const Words& words) {
  CheckOptions options;
  options.logs.format = words.log_format;
  options.logs.jobs = words.jobs;
  options.logs.progress = !words.no_progress;
  options.logs.follow = words.follow;
  options.statistics = words.statistics;
  options.partial = words.partial;
  options.shards = words.shards;
  options.isolated = words.isolated;
  options.severity_given = words.severity_given;
  options.fail_on_given = words.fail_on_given;
  options.selection.extend_select = split_lists(words.extend_select);
  options.common = common_of(words);
  options.selection.select = split_lists(words.select);
  options.selection.ignore = split_lists(words.ignore);
  options.selection.severity = severity_names().at(words.severity);
  options.fail_on =
      words.fail_on == "never" ? std::nullopt : std::optional(severity_names().at(words.fail_on));
  options.fix = words.fix;
  options.unsafe_fixes = words.unsafe_fixes;
  options.diff = words.diff;
  return options;
}

/// The command line with its commands; parsing fills `words`.
class CommandLine {
 public:
  CommandLine() {
    app_.set_version_flag("--version", "wiretag " WIRETAG_VERSION);
    app_.require_subcommand(1);
    app_.footer(
        "Exit codes: 0 clean, 1 findings, 2 wrong usage or input that could not be read.\n"
        "wiretag COMMAND --help lists the options of a command.");

    check_ = app_.add_subcommand("check", "Lint files");
    add_check(*check_, words);
    check_->add_flag("--fix", words.fix, "Apply safe fixes, then report what is left");
    fix_ = app_.add_subcommand("fix", "Apply safe fixes: the same as check --fix");
    add_check(*fix_, words);
    merge_ = app_.add_subcommand("merge", "Finish what check --partial has written of logs");
    merge_->add_option("SHARD", words.shards, "Files that check --partial wrote")
        ->type_name("")
        ->required();
    add_rules(*merge_, words);
    add_report(*merge_, words);
    add_choice(*merge_, "--color", words.color, {"auto", "always", "never"}, "Colour");
    predict_ = app_.add_subcommand("predict", "Predict the status of every exchange, with reasons");
    add_input(*predict_, words);
    add_choice(*predict_, "--format", words.format, {"full", "json"}, "Output");
    predict_
        ->add_option("--server", words.server,
                     "Tell as well what this product answers: nginx, apache, lighttpd, caddy, "
                     "varnish, haproxy, nginx-cache")
        ->type_name("PRODUCT")
        ->check([](const std::string& given) {
          return http::product(given) ? std::string()
                                      : fmt::format("'{}' is no product that is known", given);
        });
    convert_ = app_.add_subcommand(
        "convert", "Turn a HAR, a transcript or listings into a .http file of exchanges");
    convert_->add_option("FILE", words.input, "The file, or - for standard input")
        ->type_name("")
        ->required();
    convert_->add_option("-o,--output", words.output, "Where to write it (default: -)")
        ->type_name("FILE");
    add_as(*convert_, words);
    convert_->add_flag("--keep-secrets", words.secrets,
                       "Keep credentials, cookies and signed URL parameters");
    explain_ = app_.add_subcommand("explain", "Print the page of a rule");
    explain_->add_option("RULE", words.rule, "The rule's id")->type_name("")->required();
    rules_ = app_.add_subcommand("rules", "List the rules");
    add_choice(*rules_, "--format", words.format, {"full", "json"}, "Output");
    config_ = app_.add_subcommand("config", "Show which wiretag.toml holds for a path");
    config_->add_option("PATH", words.input, "A file or directory (default: this directory)")
        ->type_name("");
    config_->add_flag("--schema", words.schema, "Print the JSON schema of wiretag.toml");
    lsp_ = app_.add_subcommand("lsp", "Run the language server on standard input and output");
    lsp_->add_flag("--stdio", words.stdio, "Accepted for clients that pass it");
    lsp_->add_option("--clientProcessId", words.client, "Accepted for clients that pass it")
        ->type_name("PID");
    app_.footer("wiretag COMMAND --help lists the options of a command.");
    for (CLI::App* command : {check_, fix_, merge_}) {
      command->footer(
          "Exit codes: 0 clean, 1 findings at or above --fail-on (with --diff: something to "
          "change),\n"
          "2 wrong usage, or a file that could not be read or written.");
    }
  }

  void parse(int argc, char** argv) { app_.parse(argc, argv); }

  /// The text that --help or --version asked for.
  [[nodiscard]] std::string text_of(const CLI::Success& success) const {
    if (success.get_name() == "CallForVersion") return std::string(success.what()) + "\n";
    const CLI::App& app = shown_app();
    return app.help(&app == &app_ ? "" : "wiretag");
  }

  [[nodiscard]] std::string help_command() const {
    const CLI::App& app = shown_app();
    return &app == &app_ ? "wiretag --help" : "wiretag " + app.get_name() + " --help";
  }

  [[nodiscard]] bool knows(const std::string& command) const {
    const auto all = app_.get_subcommands([](const CLI::App*) { return true; });
    return std::any_of(all.begin(), all.end(),
                       [&](const CLI::App* app) { return app->get_name() == command; });
  }

  [[nodiscard]] int run() {
    words.fix = words.fix || fix_->parsed();
    if (check_->parsed() && words.unsafe_fixes && !words.fix && !words.diff) {
      tell("--unsafe-fixes needs --fix or --diff next to it");
      return kTrouble;
    }
    if (check_->parsed() || fix_->parsed() || merge_->parsed()) {
      const CLI::App& app = shown_app();
      words.severity_given = app.count("--severity") > 0;
      words.fail_on_given = app.count("--fail-on") > 0;
      CheckOptions options = check_options_of(words);
      if (!words.log_format.empty()) options.common.unnamed_as = readers::Format::AccessLog;
      return check(options);
    }
    if (predict_->parsed()) return predict(common_of(words));
    if (convert_->parsed()) {
      return convert_file(
          {words.input, words.output, readers::format_named(words.as), words.secrets});
    }
    if (explain_->parsed()) return explain(words.rule);
    if (config_->parsed()) {
      return words.schema ? show_config_schema()
                          : show_config(words.input.empty() ? "." : words.input);
    }
    if (rules_->parsed()) return list_rules(format_names().at(words.format));
    return lsp::serve(0, 1);
  }

  Words words;

 private:
  [[nodiscard]] const CLI::App& shown_app() const {
    const auto parsed = app_.get_subcommands();
    return parsed.empty() ? app_ : *parsed.front();
  }

  CLI::App app_{
      "Reads HTTP exchanges, predicts the status that the server must return and names the fix.",
      "wiretag"};
  CLI::App* check_ = nullptr;
  CLI::App* fix_ = nullptr;
  CLI::App* predict_ = nullptr;
  CLI::App* merge_ = nullptr;
  CLI::App* convert_ = nullptr;
  CLI::App* explain_ = nullptr;
  CLI::App* rules_ = nullptr;
  CLI::App* config_ = nullptr;
  CLI::App* lsp_ = nullptr;
};

std::string in_words(const CLI::ParseError& error) {
  const std::string_view text = error.what();
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ArgumentMismatch)) {
    return fmt::format("{} needs one value", text.substr(0, text.find(':')));
  }
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    return fmt::format("unexpected argument {}",
                       text.substr(std::min(text.find(": ") + 2, text.size())));
  }
  return std::string(text);
}

/// CLI11 would speak of an argument that was not expected.
bool unknown_command(const CommandLine& line, int argc, char** argv) {
  if (argc < 2) {
    tell(
        "name a command: check, fix, merge, predict, convert, explain, rules, config or lsp; see "
        "wiretag "
        "--help");
    return true;
  }
  const std::string word = argv[1];
  if (word.starts_with('-') || line.knows(word)) return false;
  tell(fmt::format("'{}' is not a command; to lint a file: wiretag check FILE; see wiretag --help",
                   word));
  return true;
}

}  // namespace

int run(int argc, char** argv) {
  CommandLine line;
  if (unknown_command(line, argc, argv)) return kTrouble;
  try {
    line.parse(argc, argv);
  } catch (const CLI::Success& success) {
    Output out(1);
    out.write(line.text_of(success));
    return out.finish() ? kClean : kTrouble;
  } catch (const CLI::ParseError& error) {
    tell(fmt::format("{}; see {}", in_words(error), line.help_command()));
    return kTrouble;
  }
  return line.run();
}

}  // namespace wiretag::cli
