#include "server/cli/collect.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "server/files/git_files.h"
#include "server/files/names.h"

namespace wiretag::cli {
namespace {

namespace fs = std::filesystem;

void walk(const fs::path& directory, std::vector<std::string>& files, Troubles& troubles) {
  std::error_code error;
  fs::directory_iterator entries(directory, error);
  while (!error && entries != fs::directory_iterator()) {
    const fs::directory_entry& entry = *entries;
    std::error_code unknown;
    if (entry.is_directory(unknown) && !entry.is_symlink(unknown)) {
      if (!files::skipped_directory(entry.path().filename().string())) {
        walk(entry.path(), files, troubles);
      }
    } else if (files::readable_name(entry.path().native())) {
      files.push_back(entry.path().string());
    }
    entries.increment(error);
  }
  if (error) troubles.add(directory.string(), error.message());
}

/// Git's list holds files that were deleted but not yet from the index, and submodules; neither is
/// a file here.
bool is_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  return fs::exists(status) && !fs::is_directory(status);
}

std::vector<std::string> files_in(const std::string& directory, Troubles& troubles) {
  const fs::path root = directory == "." ? fs::path() : fs::path(directory);
  std::vector<std::string> files;
  if (const std::optional<std::vector<std::string>> listed = files::git_files(directory)) {
    for (const std::string& name : *listed) {
      if (is_file(root / name)) files.push_back((root / name).string());
    }
  } else {
    walk(directory, files, troubles);
    if (root.empty()) {
      for (std::string& file : files) file.erase(0, 2);  // "./"
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    tell(fmt::format("{}: holds no file of HTTP traffic that git does not ignore", directory));
  }
  return files;
}

}  // namespace

std::vector<Input> collect(const std::vector<std::string>& paths, Troubles& troubles) {
  std::vector<Input> all;
  std::unordered_set<std::string> seen;
  for (const std::string& path : paths) {
    std::error_code error;
    std::vector<std::string> found{path};
    const bool directory = path != "-" && fs::is_directory(path, error);
    if (directory) found = files_in(path, troubles);
    for (std::string& file : found) {
      if (seen.insert(fs::path(file).lexically_normal().string()).second) {
        all.push_back({std::move(file), directory});
      }
    }
  }
  return all;
}

}  // namespace wiretag::cli
