#pragma once

#include <optional>
#include <set>
#include <string>

#include "server/cli/commands.h"
#include "server/cli/output.h"
#include "server/config/cache.h"

namespace wiretag::cli {

/// What the command line and the nearest `wiretag.toml` ask for, file by file. The command line
/// wins. A broken configuration is told once.
class Settings {
 public:
  Settings(const CheckOptions& options, Troubles& troubles)
      : options_(options), troubles_(troubles) {}

  [[nodiscard]] const config::Config& of(const std::string& path);
  [[nodiscard]] lint::Selection selection(const std::string& path);
  /// The least severity that makes the exit code 1; nullopt: none does.
  [[nodiscard]] std::optional<rules::Severity> fail_on(const std::string& path);

 private:
  const CheckOptions& options_;
  Troubles& troubles_;
  config::Cache cache_;
  std::set<std::string> told_;
};

}  // namespace wiretag::cli
