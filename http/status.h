#pragma once

#include <string>
#include <string_view>

namespace wiretag::http {

/// The reason phrase of a registered status code (RFC 9110 15); empty for another.
[[nodiscard]] std::string_view reason_phrase(int status);

/// "304 Not Modified", or the number alone.
[[nodiscard]] std::string with_phrase(int status);

}  // namespace wiretag::http
