#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace wiretag::cli {

/// One line of progress on a terminal, drawn over itself. Shown from half a second on.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Bytes done of all; `total` is 0 where it is not known.
  void show(std::uint64_t done, std::uint64_t total);
  /// Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  bool shown_;
  bool drawn_ = false;
  Clock::time_point begin_ = Clock::now();
};

/// The text of that line, e.g. "[=====>    ] 52 %  1.2 of 2.3 GB, 612 MB/s, 2 s left".
[[nodiscard]] std::string progress_text(std::uint64_t done, std::uint64_t total, double seconds);

/// "1.2 GB", "340 kB", "12 bytes"; powers of 1000.
[[nodiscard]] std::string size_text(std::uint64_t bytes);

}  // namespace wiretag::cli
