#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "server/files/git_files.h"

namespace wiretag::lsp {

/// Finds the files to read in a directory, a little at a time: what git does not ignore in a work
/// tree, else all; never in hidden directories and node_modules.
class FileList {
 public:
  explicit FileList(std::string root);
  FileList(const FileList&) = delete;
  FileList& operator=(const FileList&) = delete;

  enum class State { Working, Waiting, Done };

  /// Goes on for a short while. Waiting: git has not answered yet.
  State step();
  /// Absolute paths; complete once Done.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

 private:
  State ask_git();
  State walk();

  std::filesystem::path root_;
  std::vector<std::string> files_;
  files::GitFiles git_;
  bool asked_git_ = false;
  std::vector<std::filesystem::path> open_;  ///< directories to walk
  std::filesystem::directory_iterator entries_;
};

}  // namespace wiretag::lsp
