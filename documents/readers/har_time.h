#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wiretag::readers {

/// Milliseconds since 1970-01-01T00:00:00Z of an ISO 8601 date and time as HAR has it:
/// "2016-05-18T10:40:14.123+02:00", "…Z". Finer fractions are cut off; without a zone it is UTC.
[[nodiscard]] std::optional<std::int64_t> parse_iso_time(std::string_view text);

}  // namespace wiretag::readers
