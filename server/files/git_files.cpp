#include "server/files/git_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/files/names.h"

extern char** environ;

namespace wiretag::files {
namespace {

/// The environment without what a git hook sets: it would name another work tree's index or
/// directory.
std::vector<char*> environment() {
  std::vector<char*> kept;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const bool names_tree = text.starts_with("GIT_DIR=") || text.starts_with("GIT_WORK_TREE=") ||
                            text.starts_with("GIT_INDEX_FILE=") || text.starts_with("GIT_PREFIX=");
    if (!names_tree) kept.push_back(*entry);
  }
  kept.push_back(nullptr);
  return kept;
}

/// Starts git with its output into `write_end`; -1 where it does not start.
pid_t start_git(const std::string& directory, int write_end) {
  std::array<std::string, 9> words = {
      "git", "-C", directory, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, write_end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  const int error =
      ::posix_spawnp(&child, "git", &actions, nullptr, arguments.data(), environment().data());
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? child : -1;
}

bool succeeded(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

GitFiles::GitFiles(const std::string& directory) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;
  // Git's end of the pipe waits, ours does not: the flag belongs to each end.
  ::fcntl(ends[1], F_SETFL, 0);
  child_ = start_git(directory, ends[1]);
  ::close(ends[1]);
  output_ = ends[0];
}

GitFiles::~GitFiles() {
  if (output_ >= 0) ::close(output_);
  if (child_ < 0) return;
  ::kill(child_, SIGKILL);
  succeeded(child_);
}

GitFiles::State GitFiles::step() {
  if (output_ < 0) return State::Done;
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(output_, buffer.data(), buffer.size());
  if (got > 0) {
    printed_.append(buffer.data(), static_cast<std::size_t>(got));
    return State::Working;
  }
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return State::Waiting;
  ::close(output_);
  output_ = -1;
  if (child_ >= 0 && succeeded(child_)) take_names();
  child_ = -1;
  return State::Done;
}

void GitFiles::wait() const {
  pollfd readable{output_, POLLIN, 0};
  ::poll(&readable, 1, -1);
}

void GitFiles::take_names() {
  files_.emplace();
  std::string_view rest = printed_;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\0'), rest.size());
    const std::string_view name = rest.substr(0, end);
    if (readable_name(name) && !in_skipped_directory(name)) files_->emplace_back(name);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  printed_.clear();
}

std::optional<std::vector<std::string>> git_files(const std::string& directory) {
  GitFiles listing(directory);
  GitFiles::State state = listing.step();
  while (state != GitFiles::State::Done) {
    if (state == GitFiles::State::Waiting) listing.wait();
    state = listing.step();
  }
  return listing.files();
}

}  // namespace wiretag::files
