#include "http/method.h"

#include <array>
#include <utility>

namespace wiretag::http {
namespace {

constexpr std::array<std::pair<std::string_view, Method>, 9> kMethods = {{
    {"GET", Method::Get},
    {"HEAD", Method::Head},
    {"POST", Method::Post},
    {"PUT", Method::Put},
    {"DELETE", Method::Delete},
    {"PATCH", Method::Patch},
    {"OPTIONS", Method::Options},
    {"TRACE", Method::Trace},
    {"CONNECT", Method::Connect},
}};

}  // namespace

Method method(std::string_view name) {
  for (const auto& [text, value] : kMethods) {
    if (text == name) return value;
  }
  return Method::Other;
}

std::string_view to_string(Method m) {
  for (const auto& [text, value] : kMethods) {
    if (value == m) return text;
  }
  return {};
}

}  // namespace wiretag::http
