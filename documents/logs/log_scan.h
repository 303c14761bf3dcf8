#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "documents/logs/excerpt.h"
#include "documents/logs/log_fold.h"
#include "documents/logs/log_format.h"

namespace wiretag::logs {

struct ScanOptions {
  /// Of all files; without it each file's own is found by its first lines.
  std::optional<LogFormat> format;
  /// Asked for each file whose format neither `format` nor a comment in it names: another format
  /// than the built-in one that its first lines fit (null where none does). nullopt: no other.
  std::function<std::optional<LogFormat>(const std::string& path, std::string_view start,
                                         const LogFormat* built_in)>
      other_format;
  unsigned threads = 0;  ///< 0: one a processor
  FoldLimits limits;
  /// Lines beyond it are counted as unreadable and not kept in memory.
  std::size_t longest_line = 100'000'000;
  /// Leaves a last line without LF to the next `follow`.
  bool follow = false;
  /// Bytes read of all bytes of the files so far; `total` is 0 for a pipe. Called from one thread,
  /// at most ten times a second.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

/// Why a log was not read.
struct ScanError {
  enum class Reason : std::uint8_t {
    Unreadable,     ///< the file cannot be opened, read or decoded
    UnknownFormat,  ///< `message` tells what was tried
    BadFormat,      ///< a comment of the file names a format that is not understood
    BadPartial,     ///< no partial, of another version, cut or damaged, or one that is in already
  };

  std::string path;
  Reason reason = Reason::Unreadable;
  std::string message;
};

/// What came out of a log.
struct ScannedLog {
  std::unique_ptr<Excerpt> excerpt;  ///< holds the text of what `traffic` shows
  std::unique_ptr<LogTraffic> traffic;
};

/// Reads logs of any size and folds them into one. Memory follows the distinct URLs, nodes and
/// tags, not the size of the files.
class LogScan {
 public:
  explicit LogScan(ScanOptions options);
  ~LogScan();
  LogScan(LogScan&&) noexcept;
  LogScan& operator=(LogScan&&) noexcept;

  using Result = tl::expected<void, ScanError>;

  /// Reads files, compressed ones too. They are one log, in the order of their paths.
  Result add_files(std::vector<std::string> paths);
  /// Reads a pipe to its end; takes over the descriptor. `name` stands for its path.
  Result add_stream(int descriptor, std::string name);
  /// Adds what `write_partial` has written of other files.
  Result add_partial(const std::string& path);

  /// Reads what the plain files have grown by since; whether there was anything. A file that has
  /// become shorter is read from its start.
  [[nodiscard]] tl::expected<bool, ScanError> follow();

  /// Writes what was read into a file that `add_partial` takes, here or on another machine.
  [[nodiscard]] Result write_partial(const std::string& path);

  /// The log so far; more can be added behind it.
  [[nodiscard]] tl::expected<ScannedLog, ScanError> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wiretag::logs
