#pragma once

#include <cstdint>

#include "http/cache/message.h"
#include "http/cache/policy.h"

namespace wiretag::http::cache {

/// Where a freshness lifetime comes from (RFC 9111 4.2.1, 4.2.2).
enum class LifetimeSource : std::uint8_t {
  SMaxage,
  MaxAge,
  Expires,
  ExpiresInvalid,  ///< not a date, "0" for one: already expired
  LastModified,    ///< heuristic: a tenth of Date minus Last-Modified
  None,            ///< nothing to go by
};

struct Lifetime {
  std::int64_t seconds = 0;  ///< never negative
  LifetimeSource source = LifetimeSource::None;
  bool malformed = false;  ///< the argument is no number of seconds
  Confidence confidence =
      Confidence::Certain;  ///< Unknown where a date is needed and no clock is known
};

[[nodiscard]] Lifetime lifetime(const Received& stored, const Policy& policy, const Cache& cache);

struct Age {
  std::int64_t seconds = 0;  ///< never negative
  Confidence confidence = Confidence::Certain;
};

/// The current age of a stored response (RFC 9111 4.2.3). `now` is on the clock of `stored`; a
/// `now` before its arrival counts as its arrival.
[[nodiscard]] Age age(const Received& stored, HttpDate now);

}  // namespace wiretag::http::cache
