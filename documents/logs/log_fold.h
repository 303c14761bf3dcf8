#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "documents/logs/log_record.h"
#include "documents/model/log_traffic.h"

namespace wiretag::logs {

/// Where a line starts. Lines are counted within blocks of 1 MiB of their source, so that a block
/// is read without the ones in front of it: a line belongs to the block that its first byte is in.
struct Position {
  std::uint32_t source = 0;
  std::uint32_t line_in_block = 0;  ///< 0-based
  std::uint64_t offset = 0;         ///< in the decoded text of the source

  static constexpr std::uint64_t kBlockBytes = std::uint64_t{1} << 20;
  [[nodiscard]] std::uint64_t block() const { return offset / kBlockBytes; }

  friend auto operator<=>(const Position& a, const Position& b) {
    if (const auto order = a.source <=> b.source; order != 0) return order;
    return a.offset <=> b.offset;
  }
  friend bool operator==(const Position& a, const Position& b) {
    return a.source == b.source && a.offset == b.offset;
  }
};

/// How much a fold keeps. Beyond a bound it keeps what has the smallest hashes, which is the same
/// for any order of lines and of merging.
struct FoldLimits {
  std::size_t urls = 250'000;     ///< beyond: URLs become patterns; beyond that a sample of them
  std::size_t tags_of_url = 512;  ///< (node, tag) pairs
  std::size_t sizes_of_url = 32;  ///< distinct sizes of a 200
  std::size_t minutes_of_url = 2'880;
  std::size_t clients = 2'048;       ///< followed from node to node
  std::size_t repeaters = 65'536;    ///< (client, URL) pairs of a rare kind
  std::uint64_t group = 100;         ///< so many URLs of one pattern are reported as one
  std::size_t shown_lines = 50'000;  ///< lines of plain traffic that a finished log may show
};

/// A line that a finished log shows, and the format that it was read by (nullptr: its columns are
/// not placed).
struct ShownLine {
  Text text;
  const LogFormat* format = nullptr;
};
/// Called once, with the positions in the order of the log, each once; gives as many lines.
using ShowLines = std::function<std::vector<ShownLine>(const std::vector<Position>&)>;

/// What is kept of a log while it is read: one record per URL, and per URL, node and tag.
/// `observe` in any order, and `merge` in any order and grouping, end in the same log.
class LogFold {
 public:
  explicit LogFold(FoldLimits limits = {});
  ~LogFold();
  LogFold(LogFold&&) noexcept;
  LogFold& operator=(LogFold&&) noexcept;

  /// The columns of a format that lines are read by.
  void observe_format(std::uint32_t source, const LogFormat& format);
  /// Whether the line may be shown, as far as is known by now: who cannot read it again keeps it.
  bool observe(const LogRecord& record, const Position& position);
  /// Several lines, at most `kMostAtOnce`: faster than one by one.
  static constexpr std::size_t kMostAtOnce = 32;
  void observe(std::span<const LogRecord> records, std::span<const Position> positions,
               std::span<bool> kept);
  bool observe_unreadable(LineFault fault, const Position& position);
  void merge(LogFold&& other);

  [[nodiscard]] std::unique_ptr<LogTraffic> finish(const ShowLines& show) const;
  /// Every line that `finish` may ever show, whatever is merged later; in order, each once.
  [[nodiscard]] std::vector<Position> first_lines() const;

  struct State;  ///< for the partial's reader and writer
  [[nodiscard]] const State& state() const { return *state_; }
  [[nodiscard]] State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

}  // namespace wiretag::logs
