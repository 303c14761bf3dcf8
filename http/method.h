#pragma once

#include <cstdint>
#include <string_view>

namespace wiretag::http {

/// Request methods as far as conditions treat them differently (RFC 9110 9, 13.2.1). Names are
/// case-sensitive.
enum class Method : std::uint8_t {
  Get,
  Head,
  Post,
  Put,
  Delete,
  Patch,
  Options,
  Trace,
  Connect,
  Other
};

[[nodiscard]] Method method(std::string_view name);

/// "GET"; empty for Other.
[[nodiscard]] std::string_view to_string(Method m);

/// GET and HEAD: the methods that 304 answers.
[[nodiscard]] constexpr bool selects(Method m) { return m == Method::Get || m == Method::Head; }

/// Methods that change the state of a resource: PUT, POST, PATCH, DELETE. Other is not counted
/// here.
[[nodiscard]] constexpr bool writes(Method m) {
  return m == Method::Post || m == Method::Put || m == Method::Delete || m == Method::Patch;
}

}  // namespace wiretag::http
