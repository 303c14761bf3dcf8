#include "server/cli/output.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

constexpr std::size_t kBufferBytes = 65536;

/// 0, or the error number.
int write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

void Output::write(std::string_view text) {
  if (failed()) return;
  buffer_.append(text);
  if (buffer_.size() >= kBufferBytes) flush();
}

void Output::flush() {
  if (!failed()) error_ = write_all(fd_, buffer_);
  buffer_.clear();
}

bool Output::finish() {
  flush();
  if (error_ == 0 || error_ == EPIPE) return true;
  tell(fmt::format("the output could not be written: {}", std::strerror(error_)));
  return false;
}

void Troubles::add(std::string path, std::string reason) {
  tell(fmt::format("{}: {}", path, reason));
  all_.push_back({std::move(path), std::move(reason)});
}

void tell(std::string_view message) {
  // Nothing is left to do where stderr fails as well.
  (void)write_all(STDERR_FILENO, fmt::format("wiretag: {}\n", shown(message)));
}

}  // namespace wiretag::cli
