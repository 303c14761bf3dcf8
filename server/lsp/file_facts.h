#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "documents/text/line_index.h"
#include "server/lsp/configuration.h"

namespace wiretag::lsp {

/// What is known of one file on disk.
struct FileFacts {
  std::string result_id;
  nlohmann::json diagnostics;
  nlohmann::json symbols;
};

/// The facts of files, read again when a file's size or time, or its configuration, is another.
class FileIndex {
 public:
  /// nullptr for a file that is gone, unreadable, larger than `kLargest` or no text. Sets `fresh`
  /// where the file was read.
  const FileFacts* facts(const std::string& path, Configuration& configuration, text::Units units,
                         bool& fresh);
  /// As they were found last, without a look at the disk; nullptr where nothing is known.
  [[nodiscard]] const FileFacts* known(const std::string& path) const;
  void forget(const std::string& path) { entries_.erase(path); }
  /// The files that were left out for their size, each told once.
  [[nodiscard]] std::vector<std::string> take_too_large() { return std::exchange(too_large_, {}); }
  /// Forgets all files but these.
  void keep(const std::vector<std::string>& paths);

  /// Reading more at once would be felt while typing.
  static constexpr std::uint64_t kLargest = 4U << 20U;

 private:
  struct Entry {
    std::uint64_t size = 0;
    std::int64_t time = 0;  ///< of the last change, in nanoseconds
    Choice choice;
    FileFacts facts;
  };

  std::map<std::string, Entry> entries_;
  std::vector<std::string> too_large_;
  std::set<std::string> told_;  ///< of those, ever
  std::uint64_t next_ = 1;
};

}  // namespace wiretag::lsp
