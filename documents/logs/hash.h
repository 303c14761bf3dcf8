#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace wiretag::logs {

__extension__ using Word128 = unsigned __int128;

/// Mixes two words into one; the same on every machine.
[[nodiscard]] inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product =
      static_cast<Word128>(a ^ 0x9E3779B97F4A7C15u) * static_cast<Word128>(b ^ 0xD6E8FEB86659FD93u);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// A 64-bit hash of bytes. It is written into partials, so it never changes.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0) {
  const auto word = [](const char* at) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
  };
  std::uint64_t hash = mix(seed, text.size());
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 16; at += 16, left -= 16) hash = mix(hash ^ word(at), word(at + 8));
  if (left >= 8) {
    hash = mix(hash ^ word(at), word(at + left - 8));
  } else if (left > 0) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, left);
    hash = mix(hash ^ value, left);
  }
  return mix(hash, 0x2545F4914F6CDD1Du);
}

}  // namespace wiretag::logs
