#include "server/lsp/json_text.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
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

bool plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default: out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c)); break;
  }
}

/// Values are copied and written by recursion; no message of LSP comes near this.
constexpr int kDeepest = 512;

bool too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kDeepest) return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::string json_text(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto* stop = std::find_if_not(text.begin(), text.end(), plain);
    std::size_t taken = static_cast<std::size_t>(stop - text.begin());
    out += text.substr(0, taken);
    text.remove_prefix(taken);
    if (text.empty()) break;
    taken = text::sequence_length(text);
    if (!text::valid_sequence(text)) {
      out += "\xEF\xBF\xBD";
    } else if (taken == 1) {
      append_escaped(out, text.front());
    } else {
      out += text.substr(0, taken);
    }
    text.remove_prefix(taken);
  }
  out += '"';
}

json parse_json(std::string_view text) {
  if (too_deep(text)) return json(json::value_t::discarded);
  json parsed = json::parse(text, nullptr, false);
  const bool repairable = text.find("\\u") != std::string_view::npos || !text::is_utf8(text);
  if (!parsed.is_discarded() || !repairable) return parsed;
  return json::parse(without_lone_surrogates(text::to_utf8(text)), nullptr, false);
}

}  // namespace wiretag::lsp
