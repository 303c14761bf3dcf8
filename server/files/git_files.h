#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace wiretag::files {

/// Asks git, which runs beside, for the files below a directory that it tracks or would track.
class GitFiles {
 public:
  explicit GitFiles(const std::string& directory);
  ~GitFiles();
  GitFiles(const GitFiles&) = delete;
  GitFiles& operator=(const GitFiles&) = delete;

  enum class State { Working, Waiting, Done };

  /// Takes a part of what git has printed. Waiting: there is nothing yet.
  State step();
  /// Sleeps until git has printed more or is done.
  void wait() const;
  /// The readable ones, relative to the directory, complete once Done; they may be gone from the
  /// disk. nullopt outside a work tree or without git.
  [[nodiscard]] const std::optional<std::vector<std::string>>& files() const { return files_; }

 private:
  void take_names();

  pid_t child_ = -1;
  int output_ = -1;  ///< what git prints; -1 once it was read
  std::string printed_;
  std::optional<std::vector<std::string>> files_;
};

/// The same at once.
[[nodiscard]] std::optional<std::vector<std::string>> git_files(const std::string& directory);

}  // namespace wiretag::files
