#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_fold.h"
#include "documents/logs/log_scan.h"

namespace wiretag::logs {

/// The format of the lines from an offset on.
struct FormatChange {
  std::uint64_t offset = 0;
  std::shared_ptr<const LogFormat> format;
};
/// The format in force at an offset; the first change is at 0.
[[nodiscard]] const LogFormat* format_at(const std::vector<FormatChange>& changes,
                                         std::uint64_t offset);

/// The text of a line that may be shown, and its 0-based number in the file.
struct KeptLine {
  std::string text;
  std::uint64_t number = 0;
};

/// One file or pipe of a log.
struct Source {
  std::string path;
  std::uint64_t identity = 0;  ///< hash of its first bytes; tells files of one name apart
  std::uint64_t end = 0;       ///< decoded bytes that were read
  bool plain = false;          ///< its lines can be read again from the path
  std::vector<std::uint32_t> block_lines;  ///< lines that start in each block
  std::vector<FormatChange> formats;
  /// Lines that cannot be read again, by offset. Of a partial they come with their numbers, else
  /// these follow from the blocks.
  std::map<std::uint64_t, KeptLine> kept;
  bool numbered = false;

  /// Sources of one log are in this order.
  [[nodiscard]] auto order() const { return std::tie(path, identity, end); }
};

/// The text of a line as a finding shows it: without its end, cut, and on one line.
[[nodiscard]] std::string shown_text(std::string_view line);

/// Folds the lines of blocks. Each thread has its own.
class BlockFolder {
 public:
  BlockFolder(FoldLimits limits, std::size_t longest_line)
      : fold_(limits), limits_(limits), longest_line_(longest_line) {}

  struct Block {
    std::uint32_t source = 0;
    std::uint64_t offset = 0;  ///< of the text, which starts and ends at a line
    std::uint32_t first_line = 0;
    std::string_view text;
    bool keep_text = false;
  };
  /// The number of lines.
  std::uint32_t fold(const Block& block, const std::vector<FormatChange>& formats);
  void too_long(const Position& position, std::string_view start, bool keep_text);

  [[nodiscard]] LogFold& result() { return fold_; }
  /// The texts of kept lines, by position.
  [[nodiscard]] std::map<Position, std::string>& kept() { return kept_; }

 private:
  LineReader& reader_of(const LogFormat* format);
  void keep(const Position& position, std::string_view line);
  void fold_waiting(bool keep_text);

  LogFold fold_;
  FoldLimits limits_;
  std::size_t longest_line_;
  std::map<const LogFormat*, LineReader> readers_;
  const LogFormat* last_format_ = nullptr;
  LineReader* last_reader_ = nullptr;
  // Lines that were read and wait for the fold.
  std::array<LogRecord, LogFold::kMostAtOnce> records_;
  std::array<Position, LogFold::kMostAtOnce> positions_;
  std::size_t waiting_ = 0;
  std::map<Position, std::string> kept_;
  std::size_t sweep_at_ = 100'000;
};

/// Several sources on their way into a log.
struct Portion {
  std::vector<Source> sources;  ///< in order
  LogFold fold;
};

using PortionResult = tl::expected<void, ScanError>;

/// A plain file and what of it is to be read: whole lines from `begin` on.
struct FileJob {
  std::uint32_t source = 0;
  int descriptor = -1;
  std::uint64_t begin = 0;
  std::uint64_t size = 0;  ///< where reading ends
};
/// Folds plain files into a portion with all threads.
[[nodiscard]] PortionResult fold_files(const ScanOptions& options, const std::vector<FileJob>& jobs,
                                       Portion& portion);
/// Folds a stream into the source with this number. `format_of` is asked with its first bytes.
using FormatOfStart =
    std::function<tl::expected<std::shared_ptr<const LogFormat>, ScanError>(std::string_view)>;
[[nodiscard]] PortionResult fold_stream(const ScanOptions& options, int descriptor,
                                        std::uint64_t file_bytes, std::uint32_t source,
                                        const FormatOfStart& format_of, Portion& portion);

/// Notes the `#Fields` lines of a text that starts at a line.
void find_directives(std::string_view text, std::uint64_t offset, const LogFormat& first,
                     std::vector<FormatChange>& changes);

[[nodiscard]] unsigned thread_count(const ScanOptions& options);

}  // namespace wiretag::logs
