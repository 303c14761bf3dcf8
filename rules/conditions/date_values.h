#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/traffic/traffic.h"
#include "http/fields/date.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// A text that stands where an HTTP-date belongs.
struct DateValue {
  Text text;
  http::FieldName field{};
  bool in_response = false;
  bool editable = false;  ///< no recorded evidence
};

/// All of them in an exchange or a sample of lines. Left out are seconds, what stands for another
/// value, and fields that occur more than once in a request.
[[nodiscard]] std::vector<DateValue> date_values(const Judged& judged);

/// The moment that a text names which is no HTTP-date.
struct Meant {
  http::HttpDate date;
  bool sure = false;  ///< zone and day are stated and nothing contradicts
};

/// Reads ISO 8601, other zones, other orders and widths of the parts, and epoch seconds.
[[nodiscard]] std::optional<Meant> meant_date(std::string_view text);

/// Several dates in one value.
[[nodiscard]] bool lists_dates(std::string_view text);

/// If-Range holds a date, or something that was meant as one.
[[nodiscard]] bool looks_like_date(std::string_view text);

}  // namespace wiretag::rules
