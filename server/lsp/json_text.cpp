#include "server/lsp/json_text.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

#include "documents/text/utf8.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

constexpr std::size_t kEscapeSize = 6;

/// The code unit of the escape `\uXXXX` at the start of `text`.
std::optional<unsigned> escaped_unit(std::string_view text) {
  if (text.size() < kEscapeSize || !text.starts_with("\\u")) return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    unit *= 16;
    if (c >= '0' && c <= '9') {
      unit += static_cast<unsigned>(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      unit += static_cast<unsigned>((c | 0x20) - 'a') + 10;
    } else {
      return std::nullopt;
    }
  }
  return unit;
}

bool high_surrogate(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool low_surrogate(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

/// Replaces escapes of half a surrogate pair by that of U+FFFD.
std::string without_lone_surrogates(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    std::size_t taken = 1;
    std::string_view written = rest.substr(0, 1);
    if (const auto unit = escaped_unit(rest)) {
      const auto next = escaped_unit(rest.substr(kEscapeSize));
      const bool pair = high_surrogate(*unit) && next && low_surrogate(*next);
      const bool lone = !pair && (high_surrogate(*unit) || low_surrogate(*unit));
      taken = pair ? 2 * kEscapeSize : kEscapeSize;
      written = lone ? "\\ufffd" : rest.substr(0, taken);
    } else if (rest.front() == '\\') {
      taken = std::min<std::size_t>(2, rest.size());
      written = rest.substr(0, taken);
    }
    out += written;
    at += taken;
  }
  return out;
}

}  // namespace

std::string json_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json parse_json(std::string_view text) {
  json parsed = json::parse(text, nullptr, false);
  const bool repairable = text.find("\\u") != std::string_view::npos || !text::is_utf8(text);
  if (!parsed.is_discarded() || !repairable) return parsed;
  return json::parse(without_lone_surrogates(text::to_utf8(text)), nullptr, false);
}

}  // namespace wiretag::lsp
