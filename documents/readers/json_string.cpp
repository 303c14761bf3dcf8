#include "documents/readers/json_string.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace wiretag::readers {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::size_t kUnicodeEscape = 6;  // \u00e9

/// What the character behind a backslash stands for; nullopt for `u` and all others.
std::optional<char> simple_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
    case '/': return c;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return std::nullopt;
  }
}

/// The code unit of a `\uXXXX` at the start of `text`.
std::optional<std::uint16_t> code_unit(std::string_view text) {
  if (text.size() < kUnicodeEscape || !text.starts_with("\\u")) return std::nullopt;
  std::uint16_t unit = 0;
  const char* end = text.data() + kUnicodeEscape;
  const auto [stopped, error] = std::from_chars(text.data() + 2, end, unit, 16);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return unit;
}

bool leads(std::uint16_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool trails(std::uint16_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

std::size_t encode(char32_t c, std::array<char, 4>& out) {
  const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out = {static_cast<char>(c)};
    return 1;
  }
  if (c < 0x800) {
    out = {static_cast<char>(0xC0 | (c >> 6)), tail(0)};
    return 2;
  }
  if (c < 0x10000) {
    out = {static_cast<char>(0xE0 | (c >> 12)), tail(6), tail(0)};
    return 3;
  }
  out = {static_cast<char>(0xF0 | (c >> 18)), tail(12), tail(6), tail(0)};
  return 4;
}

}  // namespace

void JsonString::take(std::size_t size) {
  source_ = decoded_ = rest_.substr(0, size);
  rest_.remove_prefix(source_.size());
}

bool JsonString::next() {
  bad_ = false;
  if (rest_.empty()) return false;
  const std::size_t backslash = rest_.find('\\');
  if (backslash == 0) {
    escape();
  } else {
    take(backslash);
  }
  return true;
}

void JsonString::escape() {
  if (rest_.size() > 1 && rest_[1] == 'u') return unicode_escape();
  const auto said = rest_.size() > 1 ? simple_escape(rest_[1]) : std::nullopt;
  take(2);
  bad_ = !said;
  if (!said) return;
  buffer_[0] = *said;
  decoded_ = {buffer_.data(), 1};
}

void JsonString::unicode_escape() {
  const auto unit = code_unit(rest_);
  if (!unit) {
    take(2);
    bad_ = true;
    return;
  }
  char32_t c = *unit;
  std::size_t size = kUnicodeEscape;
  if (leads(*unit) || trails(*unit)) {
    const auto second = leads(*unit) ? code_unit(rest_.substr(kUnicodeEscape)) : std::nullopt;
    if (second && trails(*second)) {
      c = 0x10000 + ((c - 0xD800) << 10) + (*second - 0xDC00U);
      size += kUnicodeEscape;
    } else {
      c = kReplacement;
    }
  }
  take(size);
  decoded_ = {buffer_.data(), encode(c, buffer_)};
}

std::string decode_json(std::string_view source, std::size_t limit) {
  std::string out;
  out.reserve(std::min(source.size(), limit));
  for (JsonString pieces(source); out.size() < limit && pieces.next();) {
    out += pieces.decoded().substr(0, limit);
  }
  return out;
}

}  // namespace wiretag::readers
