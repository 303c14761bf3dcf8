#pragma once

#include <cstdint>

#include "documents/model/log_traffic.h"

namespace wiretag::rules {

/// Bytes of content that were sent for nothing, by cause. No byte is counted twice.
struct Avoidable {
  std::uint64_t suffix = 0;         ///< the tag with a coding suffix was not recognised
  std::uint64_t current = 0;        ///< the current tag was answered 200
  std::uint64_t drift = 0;          ///< the tag differs by node
  std::uint64_t changing = 0;       ///< the tag changes without the content
  std::uint64_t ranges = 0;         ///< a download was restarted instead of resumed
  std::uint64_t hashed_checks = 0;  ///< 304s of files with a hash in the name: lines, not bytes

  [[nodiscard]] std::uint64_t sum() const { return suffix + current + drift + changing + ranges; }
  Avoidable& operator+=(const Avoidable& other);
};

/// Of one URL or group. A download without a condition counts as needed.
[[nodiscard]] Avoidable avoidable_of(const UrlTraffic& url);

}  // namespace wiretag::rules
