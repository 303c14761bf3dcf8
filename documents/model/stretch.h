#pragma once

#include <cstdint>
#include <span>

#include "documents/model/exchange.h"

namespace wiretag {

/// Exchanges that were read together. After an edit a stretch that the edit did not reach is the
/// same: its id, and its exchanges where they stand.
struct Stretch {
  std::uint64_t id = 0;  ///< never the same for two that were read
  std::span<const Exchange> exchanges;
};

}  // namespace wiretag
