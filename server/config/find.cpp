#include <array>
#include <filesystem>
#include <string_view>

#include "server/config/cache.h"
#include "server/config/config.h"

namespace wiretag::config {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kNames = {"wiretag.toml", ".wiretag.toml"};

std::string config_in(const fs::path& directory) {
  for (const std::string_view name : kNames) {
    std::error_code error;
    const fs::path path = directory / name;
    if (fs::is_regular_file(path, error)) return path.string();
  }
  return {};
}

bool ends_search(const fs::path& directory) {
  std::error_code error;
  return !directory.has_relative_path() || fs::exists(directory / ".git", error);
}

fs::path absolute(const std::string& path) {
  std::error_code error;
  fs::path whole = fs::absolute(path.empty() ? "." : path, error);
  return error ? fs::path(path) : whole.lexically_normal();
}

}  // namespace

std::optional<std::string> find(const std::string& input) {
  std::error_code error;
  const fs::path start = absolute(input);
  fs::path directory = fs::is_directory(start, error) ? start : start.parent_path();
  if (!directory.has_filename()) directory = directory.parent_path();
  while (true) {
    if (std::string found = config_in(directory); !found.empty()) return found;
    if (ends_search(directory) || directory == directory.parent_path()) return std::nullopt;
    directory = directory.parent_path();
  }
}

const std::string& Cache::nearest(const std::string& directory) {
  const auto known = nearest_.find(directory);
  if (known != nearest_.end()) return known->second;
  const fs::path path(directory);
  std::string found = config_in(path);
  if (found.empty() && !ends_search(path) && path != path.parent_path()) {
    found = nearest(path.parent_path().string());
  }
  return nearest_[directory] = std::move(found);
}

const Loaded& Cache::of(const std::string& file) {
  const std::string& path = nearest(absolute(file).parent_path().string());
  const auto known = loaded_.find(path);
  if (known != loaded_.end()) return known->second;
  return loaded_[path] = path.empty() ? Loaded{} : read(path);
}

void Cache::forget() {
  nearest_.clear();
  loaded_.clear();
}

}  // namespace wiretag::config
