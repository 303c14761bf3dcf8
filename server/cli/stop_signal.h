#pragma once

#include <chrono>
#include <csignal>

namespace wiretag::cli {

/// While it lives, the first SIGINT or SIGTERM is only noted; another one ends the process.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  [[nodiscard]] static bool came();
  /// Sleeps, no longer than until a signal comes.
  static void sleep(std::chrono::milliseconds time);

 private:
  struct sigaction interrupt_{};
  struct sigaction terminate_{};
};

}  // namespace wiretag::cli
