#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wiretag::http {

/// Seconds since 1970-01-01T00:00:00Z; HTTP knows no fractions (RFC 9110 5.6.7).
struct HttpDate {
  std::int64_t seconds = 0;

  auto operator<=>(const HttpDate&) const = default;
};

enum class DateForm : std::uint8_t { ImfFixdate, Rfc850, Asctime };

struct ParsedDate {
  HttpDate date;
  DateForm form = DateForm::ImfFixdate;
  bool weekday_fits = true;  ///< false where the day name is not that of the date
};

/// Who reads a date decides how strict it is: an origin case-sensitively and fixed-width (RFC
/// 9110 5.6.7), a cache without regard to case (RFC 9111 4.2).
enum class DateReader : std::uint8_t { Origin, Cache };

/// Reads the three forms of RFC 9110 5.6.7. The zone is GMT; second 60 is accepted (the following
/// minute); day 32, hour 25, 30 February, another zone, a list or trailing text give nullopt. A
/// two-digit year more than 50 years after the year of `now` is of the century before.
[[nodiscard]] std::optional<ParsedDate> parse_http_date(std::string_view text,
                                                        DateReader reader = DateReader::Origin,
                                                        HttpDate now = {1'780'000'000});

/// The IMF-fixdate form, e.g. "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string to_string(HttpDate date);

}  // namespace wiretag::http
