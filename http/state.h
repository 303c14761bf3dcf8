#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "http/fields/date.h"
#include "http/fields/entity_tag.h"

namespace wiretag::http {

/// How far a fact or a conclusion is proven. `certain`: the input proves it. `likely`: it follows
/// from an assumption that is named. `unknown`: nothing is claimed.
enum class Confidence : std::uint8_t { Unknown, Likely, Certain };

[[nodiscard]] constexpr Confidence weaker(Confidence a, Confidence b) { return std::min(a, b); }

/// A fact about the server: a value, or the knowledge that there is none, with its confidence. At
/// Unknown both are void.
template <typename T>
struct Fact {
  std::optional<T> value;
  Confidence confidence = Confidence::Unknown;

  [[nodiscard]] bool known() const { return confidence != Confidence::Unknown; }
  [[nodiscard]] bool is_none() const { return known() && !value; }

  static Fact certain(T v) { return {v, Confidence::Certain}; }
  static Fact likely(T v) { return {v, Confidence::Likely}; }
  static Fact none(Confidence c = Confidence::Certain) { return {std::nullopt, c}; }
};

/// What the server holds for the selected representation when the request arrives (RFC
/// 9110 13.2.2).
struct ServerState {
  Fact<bool> exists;  ///< a current representation exists
  Fact<EntityTag> etag;
  Fact<HttpDate> last_modified;
  Fact<bool> last_modified_strong;  ///< usable as a strong validator (RFC 9110 8.8.2.2)
  Fact<std::uint64_t> length;       ///< bytes of the encoded representation
  Fact<bool> accepts_ranges;
  Fact<int> unconditional_status;  ///< what the same request (same method) without conditions gets
};

}  // namespace wiretag::http
