#pragma once

#include <string>
#include <string_view>
#include <thread>

namespace wiretag::cli {

/// Standard input, of which the start is looked at before it is known who reads it.
class StandardInput {
 public:
  StandardInput() = default;
  ~StandardInput();
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

  /// The first 64 KiB, or all where there is less.
  [[nodiscard]] std::string_view start();
  /// A descriptor that gives all of it, the start included. The caller closes it. -1 where the
  /// system refuses; `errno` tells why.
  [[nodiscard]] int whole();

 private:
  std::string start_;
  bool begun_ = false;
  std::thread pump_;
};

}  // namespace wiretag::cli
