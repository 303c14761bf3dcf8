#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "documents/readers/format.h"
#include "http/profiles/profile.h"
#include "server/cli/color.h"
#include "server/lint/select.h"

namespace wiretag::cli {

enum class Format : std::uint8_t { Full, Concise, Json, JsonLines };

/// What to read and how to print it.
struct Common {
  std::vector<std::string> paths;  ///< files, directories, "-"
  std::string stdin_filename = "<stdin>";
  Format format = Format::Full;
  ColorChoice color = ColorChoice::Auto;
  std::optional<readers::Format> as = {};  ///< the format of all inputs; else it is recognised
  /// The format of inputs whose names do not tell; else it is recognised by their content.
  std::optional<readers::Format> unnamed_as = {};
  std::optional<http::Product> server = {};  ///< whose answer is shown where no `# @server` says
};

/// How access logs are read.
struct LogOptions {
  std::string format;  ///< of all logs, as `--log-format` says; empty: it is recognised
  unsigned jobs = 0;   ///< threads; 0: one a processor
  bool progress = true;
  bool follow = false;
};

struct CheckOptions {
  Common common;
  lint::Selection selection;
  std::optional<rules::Severity> fail_on = rules::Severity::Warning;  ///< nullopt: never
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff = false;
  LogOptions logs;
  bool statistics = false;
  bool isolated = false;        ///< no wiretag.toml is read
  bool severity_given = false;  ///< on the command line, which wins
  bool fail_on_given = false;
  std::string partial;              ///< where to write the fold of logs, instead of a report
  std::vector<std::string> shards;  ///< such folds to finish, instead of inputs
};

struct ConvertOptions {
  std::string input;
  std::string output = "-";
  std::optional<readers::Format> as = {};
  bool secrets = false;  ///< keep them as they are
};

// Each gives the exit code.
[[nodiscard]] int check(const CheckOptions& options);
[[nodiscard]] int predict(const Common& options);
[[nodiscard]] int convert_file(const ConvertOptions& options);
[[nodiscard]] int explain(const std::string& id);
[[nodiscard]] int list_rules(Format format);
/// The JSON schema of wiretag.toml.
[[nodiscard]] int show_config_schema();
/// The configuration that holds for a path, with its mistakes.
[[nodiscard]] int show_config(const std::string& path);

}  // namespace wiretag::cli
