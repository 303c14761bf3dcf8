#include "documents/readers/har_body.h"

#include <algorithm>

#include "documents/readers/json_string.h"

namespace wiretag::readers {
namespace {

/// The six bits of a character; -1 for any other.
int sextet(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

}  // namespace

std::string decode_base64(std::string_view text, std::size_t limit) {
  std::string out;
  out.reserve(std::min(limit, text.size() / 4 * 3 + 3));
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    if (is_json_space(c)) continue;
    const int value = sextet(c);
    if (value < 0 || out.size() >= limit) break;
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFF);
  }
  return out;
}

KeptBody read_body(const HarBody& body, bool coded) {
  KeptBody kept;
  // One byte more tells whether there is more. Base64 may hold escaped solidi and line ends.
  const std::size_t limit = kKeptBodyBytes + 1;
  kept.text = body.base64 ? decode_base64(decode_json(body.text, limit * 2), limit)
                          : decode_json(body.text, limit);
  if (kept.text.size() > kKeptBodyBytes) {
    kept.text.resize(kKeptBodyBytes);
    kept.elided = true;
  }
  const auto size = static_cast<std::int64_t>(kept.text.size());
  const bool known = body.size && *body.size > 0;
  if (known && *body.size > size) kept.elided = true;
  kept.decoded = coded || !known || *body.size < size;
  return kept;
}

}  // namespace wiretag::readers
