#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "documents/model/origin.h"

namespace wiretag::logs {

/// The file and the 0-based number of a line of the log.
struct LineName {
  std::uint32_t source = 0;
  std::uint64_t number = 0;

  bool operator==(const LineName&) const = default;
};

/// The lines of a log that findings may show, one under the other. Values of a finished log point
/// into it, so it stays where it is.
struct Excerpt {
  explicit Excerpt(std::string joined) : text(std::move(joined)), origin(text, 0) {}
  Excerpt(const Excerpt&) = delete;
  Excerpt& operator=(const Excerpt&) = delete;

  std::string text;  ///< each line ends in LF and is cut behind 2,000 bytes
  Origin origin;
  std::vector<LineName> lines;       ///< by line of the text
  std::vector<std::string> sources;  ///< paths, in the order of the log
};

inline constexpr std::size_t kShownLineBytes = 2'000;

}  // namespace wiretag::logs
