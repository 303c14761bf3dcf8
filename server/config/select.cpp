#include <filesystem>

#include <fmt/format.h>

#include "server/config/config.h"
#include "server/config/glob.h"

namespace wiretag::config {
namespace {

namespace fs = std::filesystem;

/// With slashes; empty where the file is not below the directory.
std::string relative_to(const std::string& directory, const std::string& path) {
  std::error_code error;
  const fs::path whole = fs::absolute(path, error).lexically_normal();
  const std::string relative = whole.lexically_relative(directory).generic_string();
  return relative.starts_with("..") ? std::string() : relative;
}

void append(std::vector<std::string>& names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
}

}  // namespace

lint::Selection selection(const Config& config, const std::string& path, lint::Selection base) {
  if (!config.select.empty()) base.select = config.select;
  append(base.ignore, config.ignore);
  append(base.extend_select, config.extend_select);
  if (config.severity) base.severity = *config.severity;
  if (config.per_file_ignores.empty()) return base;
  const std::string relative = relative_to(config.directory, path);
  for (const PerFileIgnore& one : config.per_file_ignores) {
    if (!relative.empty() && covers(one.glob, relative)) append(base.ignore, one.rules);
  }
  return base;
}

bool excluded(const Config& config, const std::string& path) {
  if (config.exclude.empty()) return false;
  const std::string relative = relative_to(config.directory, path);
  if (relative.empty()) return false;
  for (const std::string& glob : config.exclude) {
    if (covers(glob, relative)) return true;
  }
  return false;
}

std::string to_string(const Problem& problem) {
  return fmt::format("{}:{}:{}: {}", problem.path, problem.line, problem.column, problem.message);
}

}  // namespace wiretag::config
