#include "server/cli/standard_input.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace wiretag::cli {
namespace {

constexpr std::size_t kStartBytes = 65536;
constexpr int kPipeBytes = 1 << 20;

ssize_t read_some(char* to, std::size_t size) {
  ssize_t got = 0;
  do {
    got = read(STDIN_FILENO, to, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Passes the rest on behind the start until either side ends.
void pump(const std::string& start, int to) {
  bool open = write_all(to, start);
  std::array<char, kStartBytes> buffer{};
  while (open) {
    const ssize_t got = read_some(buffer.data(), buffer.size());
    if (got <= 0) break;
    open = write_all(to, {buffer.data(), static_cast<std::size_t>(got)});
  }
  close(to);
}

}  // namespace

StandardInput::~StandardInput() {
  if (pump_.joinable()) pump_.join();
}

std::string_view StandardInput::start() {
  if (begun_) return start_;
  begun_ = true;
  start_.resize(kStartBytes);
  std::size_t used = 0;
  while (used < start_.size()) {
    const ssize_t got = read_some(start_.data() + used, start_.size() - used);
    if (got <= 0) break;
    used += static_cast<std::size_t>(got);
  }
  start_.resize(used);
  return start_;
}

int StandardInput::whole() {
  // Where it is closed, the pipe's own end would take its number.
  if (fcntl(STDIN_FILENO, F_GETFD) < 0) return -1;
  if (!begun_) return dup(STDIN_FILENO);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return -1;
  // A larger pipe only saves time.
  (void)fcntl(ends[0], F_SETPIPE_SZ, kPipeBytes);
  pump_ = std::thread([this, to = ends[1]] { pump(start_, to); });
  return ends[0];
}

}  // namespace wiretag::cli
