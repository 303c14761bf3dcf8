#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wiretag::test {

struct Result {
  int exit = -1;  ///< 128 + signal where one ended the process
  std::string out;
  std::string err;
  long peak_kilobytes = 0;
};

struct Setting {
  std::string input{};                     ///< standard input
  std::vector<std::string> environment{};  ///< "NAME=value", added to a small fixed one
  std::string directory{};                 ///< working directory; empty is the current one
  std::string output_file{};               ///< where standard output goes instead of `Result::out`
};

/// Runs wiretag with these arguments.
Result wiretag(const std::vector<std::string>& arguments, const Setting& setting = {});

/// Runs any program that is found on PATH.
Result run(const std::string& program, const std::vector<std::string>& arguments,
           const Setting& setting = {});

/// A directory that is gone with the test.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Writes a file, with the directories above it, and gives its path.
  std::string file(const std::string& name, std::string_view text) const;
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  std::string path_;
};

/// A request that resumes a download with a weak tag: one error with an unsafe fix.
inline constexpr std::string_view kWeakResume =
    "GET /video.mp4 HTTP/1.1\n"
    "Host: media.example.com\n"
    "Range: bytes=1000000-\n"
    "If-Range: W/\"clip-build-9\"\n"
    "\n"
    "# ETag: W/\"clip-build-9\"\n";

/// A revalidation that is in order.
inline constexpr std::string_view kHealthy =
    "GET /report.html HTTP/1.1\n"
    "Host: cdn.example.com\n"
    "If-None-Match: \"v42\"\n"
    "\n"
    "# ETag: W/\"v42\"\n";

}  // namespace wiretag::test
