#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/fields/date.h"
#include "http/fields/entity_tag.h"

namespace wiretag::http {

/// The value of If-Range (RFC 9110 13.1.5): one entity tag or one date. A quote among the first
/// three bytes means a tag.
struct IfRange {
  std::string_view text;
  std::optional<EntityTag> tag;
  std::optional<ParsedDate> date;

  /// Neither a tag nor a date: the condition is false.
  [[nodiscard]] bool valid() const { return tag || date; }
};

[[nodiscard]] IfRange parse_if_range(std::string_view text);

}  // namespace wiretag::http
