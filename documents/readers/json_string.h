#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace wiretag::readers {

/// White space between the tokens of JSON (RFC 8259 2).
[[nodiscard]] constexpr bool is_json_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// Decodes the inside of a JSON string (RFC 8259 7) stretch by stretch. Never fails: an escape that
/// JSON does not have stays as written, half of a surrogate pair is U+FFFD.
class JsonString {
 public:
  /// `source`: the bytes between the quotes. It outlives this object.
  explicit JsonString(std::string_view source) : rest_(source) {}

  /// Goes to the next stretch; false at the end.
  bool next();
  /// What the stretch says: a view of the source, or of this object until the next call of `next`.
  [[nodiscard]] std::string_view decoded() const { return decoded_; }
  /// How it is written.
  [[nodiscard]] std::string_view source() const { return source_; }
  /// The stretch is written as what it says.
  [[nodiscard]] bool copied() const { return decoded_.data() == source_.data(); }
  /// The stretch is an escape that JSON does not have.
  [[nodiscard]] bool bad() const { return bad_; }

 private:
  void take(std::size_t size);
  void escape();
  void unicode_escape();

  std::string_view rest_;
  std::string_view source_;
  std::string_view decoded_;
  std::array<char, 4> buffer_{};
  bool bad_ = false;
};

/// The decoded text of the inside of a JSON string, up to the stretch that reaches `limit` bytes.
[[nodiscard]] std::string decode_json(std::string_view source, std::size_t limit);

}  // namespace wiretag::readers
