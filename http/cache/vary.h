#pragma once

#include <cstdint>

#include "http/cache/message.h"

namespace wiretag::http::cache {

enum class Match : std::uint8_t {
  Yes,
  No,
  Never,  ///< `Vary: *`
};

struct Selection {
  Match match = Match::Yes;
  Confidence confidence = Confidence::Certain;
};

/// Whether a stored response answers a request for the same target, going by the fields that its
/// Vary names (RFC 9111 4.1). Members of Accept fields compare in any order and letter case, other
/// fields by their bytes, with lines joined by ", ".
[[nodiscard]] Selection selects(const Received& stored, const RequestMessage& request);

}  // namespace wiretag::http::cache
