#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretag::http {

/// One range-spec of a bytes set (RFC 9110 14.1.1). Positions are byte offsets, saturated at 2^64-1
/// whatever their digits.
struct RangeSpec {
  std::optional<std::uint64_t> first;  ///< absent in a suffix range
  std::optional<std::uint64_t> last;   ///< inclusive; absent in `a-`; the suffix length in `-n`

  [[nodiscard]] bool suffix() const { return !first.has_value(); }
};

enum class RangeKind : std::uint8_t {
  Bytes,        ///< a well-formed bytes set
  UnknownUnit,  ///< another range unit, well-formed up to `=`
  Invalid,      ///< not a ranges-specifier; one malformed member makes the whole set invalid
};

/// The value of Range (RFC 9110 14.2).
struct RangeField {
  RangeKind kind = RangeKind::Invalid;
  std::vector<RangeSpec> specs;
};

/// Parses one Range line. The unit is case-insensitive; empty members and blanks around commas are
/// legal; a set without a member is invalid, as is `last` before `first`.
[[nodiscard]] RangeField parse_range(std::string_view text);

/// One byte interval of a representation, both ends inclusive.
struct ByteInterval {
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  [[nodiscard]] std::uint64_t size() const { return last - first + 1; }
  bool operator==(const ByteInterval&) const = default;
};

/// The interval that `spec` selects from `length` bytes, cut to its end; nullopt where it is
/// unsatisfiable.
[[nodiscard]] std::optional<ByteInterval> select(const RangeSpec& spec, std::uint64_t length);

/// The value of Content-Range (RFC 9110 14.4): "bytes 0-9/1000", "bytes 0-9/*", "bytes */1000".
struct ContentRange {
  std::optional<ByteInterval> interval;  ///< absent in the unsatisfied form
  std::optional<std::uint64_t> length;   ///< absent for `*`

  bool operator==(const ContentRange&) const = default;
};

/// Parses a bytes Content-Range; nullopt for another unit or a malformed value.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);
[[nodiscard]] std::string to_string(const ContentRange& range);

}  // namespace wiretag::http
