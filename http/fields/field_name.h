#pragma once

#include <cstdint>
#include <string_view>

namespace wiretag::http {

/// The fields that wiretag knows by name. Names compare without regard to case (RFC 9110 5.1).
enum class FieldName : std::uint8_t {
  Unknown,
#define WIRETAG_FIELD(id, text) id,
#include "http/fields/field_names.inc"
#undef WIRETAG_FIELD
};

[[nodiscard]] FieldName field_name(std::string_view text);

/// The usual spelling, e.g. "If-None-Match"; empty for Unknown.
[[nodiscard]] std::string_view to_string(FieldName name);

}  // namespace wiretag::http
