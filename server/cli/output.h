#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace wiretag::cli {

/// Buffered text to a file descriptor. After a failed write everything else is dropped.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}
  ~Output() { flush(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    write(fmt::format(format, std::forward<Args>(args)...));
  }
  void flush();

  [[nodiscard]] bool failed() const { return error_ != 0; }
  /// Flushes and says on stderr why writing failed, unless the reader has just gone away. False on
  /// such a failure.
  [[nodiscard]] bool finish();

 private:
  int fd_;
  int error_ = 0;
  std::string buffer_;
};

/// A file that could not be read or written.
struct Trouble {
  std::string path;
  std::string reason;
};

/// Tells each trouble on stderr at once and keeps it for the report.
class Troubles {
 public:
  void add(std::string path, std::string reason);
  [[nodiscard]] const std::vector<Trouble>& all() const { return all_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }

 private:
  std::vector<Trouble> all_;
};

/// Writes "wiretag: …" to stderr.
void tell(std::string_view message);

}  // namespace wiretag::cli
