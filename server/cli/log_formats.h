#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "documents/logs/log_format.h"
#include "server/cli/output.h"
#include "server/cli/settings.h"

namespace wiretag::cli {

/// Formats of access logs that people have named: on the command line, in a `wiretag.toml`, in a
/// server's configuration beside the log.
class LogFormats {
 public:
  LogFormats(Settings& settings, Troubles& troubles) : settings_(settings), troubles_(troubles) {}

  /// The format of `--log-format`: a name of the `wiretag.toml` that holds for `path`, or anything
  /// that `logs::parse_format` takes. nullopt for a mistake, which is told.
  [[nodiscard]] std::optional<logs::LogFormat> given(const std::string& text,
                                                     const std::string& path);

  /// For a log of which no more than its first lines is known. The formats of its `wiretag.toml`
  /// come before the built-in one (null where none fits). Those of `nginx*.conf`, `apache*.conf`
  /// and `httpd*.conf` in its directory, or further up to the root of its repository, come behind,
  /// unless they tell more about the same lines. nullopt: the built-in one, if any.
  [[nodiscard]] std::optional<logs::LogFormat> other(const std::string& path,
                                                     std::string_view start,
                                                     const logs::LogFormat* built_in);

 private:
  using Formats = std::vector<logs::LogFormat>;

  [[nodiscard]] const Formats& configured(const std::string& path);
  [[nodiscard]] const Formats& of_servers(const std::string& path);

  Settings& settings_;
  Troubles& troubles_;
  std::map<std::string, Formats> configured_;  ///< by the directory of the `wiretag.toml`
  std::map<std::string, Formats> of_servers_;  ///< by the directory of the log
  std::set<std::string> told_;                 ///< names of formats that were taken from a server
};

/// The `log_format` and `LogFormat` directives of a server's configuration. `name` is what to call
/// it; it stands in the names of the formats. What is not understood is left out.
[[nodiscard]] std::vector<logs::LogFormat> log_formats_in(std::string_view configuration,
                                                          std::string_view name);

}  // namespace wiretag::cli
