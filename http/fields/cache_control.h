#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wiretag::http {

/// One directive of Cache-Control or of a targeted field, as written (RFC 9111 5.2).
struct Directive {
  std::string_view text;                  ///< the whole directive, trimmed
  std::string_view name;                  ///< compare with `is`
  std::optional<std::string_view> value;  ///< without quotes; nullopt without `=`
  bool quoted = false;

  /// Case-insensitive comparison of the name.
  [[nodiscard]] bool is(std::string_view other) const;
};

/// All directives of the lines of one field, in order; empty members are skipped, commas inside
/// quotes are content.
struct CacheControl {
  std::vector<Directive> directives;

  [[nodiscard]] const Directive* find(std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
};

[[nodiscard]] CacheControl parse_cache_control(const std::vector<std::string_view>& lines);

/// A delta-seconds value (RFC 9111 1.2.2): digits only; larger than 2^31 saturates at 2^31. nullopt
/// where malformed.
[[nodiscard]] std::optional<std::uint32_t> parse_delta_seconds(std::string_view text);

}  // namespace wiretag::http
