#include "server/cli/shown.h"

#include <array>

#include <fmt/format.h>

#include "documents/text/utf8.h"

namespace wiretag::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::array<std::string_view, 32> kControlPictures = {
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏",
    "␐", "␑", "␒", "␓", "␔", "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟"};

/// C1 controls, line and paragraph separators, and the marks that reorder text.
bool unprintable(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (character.size() != 3 || byte(0) != 0xE2) return false;
  if (byte(1) == 0x80) {
    return byte(2) == 0x8E || byte(2) == 0x8F || (byte(2) >= 0xA8 && byte(2) <= 0xAE);
  }
  return byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;
}

}  // namespace

std::string_view shown_character(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (first < kControlPictures.size()) return kControlPictures[first];
  if (first == 0x7F) return "␡";
  if (!text::valid_sequence(character) || unprintable(character)) return kReplacement;
  return character;
}

std::string shown(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = text::sequence_length(text);
    out += text[0] == '\t' ? std::string_view(" ") : shown_character(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace wiretag::cli
