#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/profiles/profile.h"
#include "rules/rule.h"
#include "server/lint/select.h"

namespace wiretag::config {

/// Rules that are off in the files of a glob.
struct PerFileIgnore {
  std::string glob;
  std::vector<std::string> rules;  ///< ids, family letters or "ALL"
};

/// How the lines of an access log are written.
struct LogFormat {
  std::string name;  ///< empty for the one format of `log-format = "…"`
  std::string format;
};

/// The least severity that makes the exit code 1.
struct FailOn {
  std::optional<rules::Severity> least;  ///< nullopt: never
};

/// What one `wiretag.toml` says; what it does not say is empty.
struct Config {
  std::string directory;  ///< absolute; the globs are relative to it
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> extend_select;
  std::optional<rules::Severity> severity;
  std::optional<FailOn> fail_on;
  std::vector<PerFileIgnore> per_file_ignores;
  std::vector<std::string> exclude;
  std::optional<http::Product> server;  ///< where an exchange does not name its own
  std::vector<LogFormat> log_formats;
};

/// What is wrong in a configuration file, and where.
struct Problem {
  std::string path;
  std::uint32_t line = 1;    ///< from 1
  std::uint32_t column = 1;  ///< from 1, in code points
  std::uint32_t end_line = 1;
  std::uint32_t end_column = 1;  ///< exclusive
  std::string message;
};

/// A configuration with the problems of its file. Whatever is in order counts.
struct Loaded {
  std::string path;  ///< empty where there is no file
  Config config;
  std::vector<Problem> problems;  ///< in the order of the file
};

/// The nearest `wiretag.toml` or `.wiretag.toml` (the former first) upwards from a file or a
/// directory. The search ends at a directory that holds `.git`, or at the root.
[[nodiscard]] std::optional<std::string> find(const std::string& input);

/// Reads a file. One that cannot be read is a problem in its first line.
[[nodiscard]] Loaded read(const std::string& path);

/// Reads the text of a file that is called `path`.
[[nodiscard]] Loaded parse(const std::string& path, std::string_view text);

/// `base` with what the configuration says about the file `path` on top.
[[nodiscard]] lint::Selection selection(const Config& config, const std::string& path,
                                        lint::Selection base = {});

/// `exclude` covers the file or a directory that it is in.
[[nodiscard]] bool excluded(const Config& config, const std::string& path);

/// "wiretag.toml:3:10: message"
[[nodiscard]] std::string to_string(const Problem& problem);

}  // namespace wiretag::config
