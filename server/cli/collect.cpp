#include "server/cli/collect.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_set>

#include "server/cli/git_files.h"

namespace wiretag::cli {
namespace {

namespace fs = std::filesystem;

bool readable_name(const fs::path& path) {
  const fs::path extension = path.extension();
  return extension == ".http" || extension == ".rest";
}

bool skipped_directory(const std::string& name) {
  return name == "node_modules" || (name.size() > 1 && name[0] == '.' && name != "..");
}

bool in_skipped_directory(const fs::path& relative) {
  const fs::path parent = relative.parent_path();
  return std::any_of(parent.begin(), parent.end(),
                     [](const fs::path& part) { return skipped_directory(part.string()); });
}

void walk(const fs::path& directory, std::vector<std::string>& files, Troubles& troubles) {
  std::error_code error;
  fs::directory_iterator entries(directory, error);
  while (!error && entries != fs::directory_iterator()) {
    const fs::directory_entry& entry = *entries;
    std::error_code unknown;
    if (entry.is_directory(unknown) && !entry.is_symlink(unknown)) {
      if (!skipped_directory(entry.path().filename().string())) {
        walk(entry.path(), files, troubles);
      }
    } else if (readable_name(entry.path())) {
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
  if (const std::optional<std::vector<std::string>> listed = git_files(directory)) {
    for (const std::string& name : *listed) {
      if (!readable_name(name) || in_skipped_directory(name)) continue;
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
    tell(fmt::format("{}: holds no .http or .rest file that git does not ignore", directory));
  }
  return files;
}

}  // namespace

std::vector<std::string> collect(const std::vector<std::string>& paths, Troubles& troubles) {
  std::vector<std::string> all;
  std::unordered_set<std::string> seen;
  for (const std::string& path : paths) {
    std::error_code error;
    std::vector<std::string> found{path};
    if (path != "-" && fs::is_directory(path, error)) found = files_in(path, troubles);
    for (std::string& file : found) {
      if (seen.insert(fs::path(file).lexically_normal().string()).second) {
        all.push_back(std::move(file));
      }
    }
  }
  return all;
}

}  // namespace wiretag::cli
