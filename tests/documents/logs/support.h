#pragma once

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_fold.h"
#include "documents/logs/log_scan.h"

namespace wiretag::logs {

/// A folder that goes with its files.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  /// The path of a new file with this content.
  std::string file(const std::string& name, std::string_view content) const;
  [[nodiscard]] std::string path(const std::string& name) const;

 private:
  std::filesystem::path folder_;
};

/// Everything that a finished log says, as text.
[[nodiscard]] std::string describe(const LogTraffic& log);
/// With the places of the lines it shows.
[[nodiscard]] std::string describe(const ScannedLog& log);

/// A log whose lines are in memory: a fold over `text` with every line in block 0.
[[nodiscard]] std::unique_ptr<LogTraffic> finish_text(const LogFold& fold, std::string_view text,
                                                      const LogFormat& format, Origin& origin);

/// The lines of a text, with their offsets.
struct NumberedLine {
  Position position;
  std::string_view text;
};
[[nodiscard]] std::vector<NumberedLine> lines_of(std::string_view text);

/// Lines of the `cache` format about some URLs, nodes, tags and clients; the same for a seed.
[[nodiscard]] std::string random_log(std::uint64_t seed, std::size_t lines);

/// The lines of `text`, folded one after the other.
[[nodiscard]] LogFold fold_text(std::string_view text, const LogFormat& format,
                                FoldLimits limits = {});

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

}  // namespace wiretag::logs
