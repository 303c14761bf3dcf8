#pragma once

#include "documents/traffic/traffic.h"

namespace wiretag::rules {

/// An earlier 200 that a 304 confirms.
struct StoredCopy {
  const Judged* answer = nullptr;  ///< nullptr where none is on record
  http::Confidence confidence = http::Confidence::Unknown;
};

/// The nearest earlier 200 to GET of the same variant and node whose validator the 304, or the
/// request that it answers, names. By tag it is certain, by date likely.
[[nodiscard]] StoredCopy stored_copy(const Judged& not_modified);

/// The head on record is most likely all there: it states Date, and nothing is left out.
[[nodiscard]] bool is_whole_head(const Response& response);

}  // namespace wiretag::rules
