#pragma once

#include <optional>
#include <string_view>

#include "rules/directives.h"

namespace wiretag::rules {

/// Two directives of a response that exclude each other.
struct Conflict {
  PlacedDirective counts;  ///< the stricter one, which caches obey
  PlacedDirective dead;    ///< has no effect beside it

  [[nodiscard]] bool on_one_line() const { return counts.field == dead.field; }
};

/// The first pair that contradicts itself. `no-store` beside `must-understand` is a pair of
/// RFC 9111 5.2.2.3 and no conflict; `no-cache` beside a lifetime is left out, since the lifetime
/// still counts where stale-if-error does.
[[nodiscard]] std::optional<Conflict> conflict_in(const std::vector<PlacedDirective>& all);

/// The number of seconds; nullopt for none and for a malformed one.
[[nodiscard]] std::optional<std::uint32_t> seconds_of(const PlacedDirective& one);

}  // namespace wiretag::rules
