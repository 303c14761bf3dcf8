#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace wiretag::readers {

/// A line of a text, in views.
struct TextLine {
  std::string_view text;  ///< without line end
  std::string_view end;   ///< "\n", "\r\n", "\r", or empty at the end of the text

  [[nodiscard]] std::string_view whole() const { return {text.data(), text.size() + end.size()}; }
};

/// The stretch of a text from `begin` to `end`.
[[nodiscard]] inline std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

/// The lines that `part`, a view into `text`, stands on by itself: with the blanks around it and
/// the line end behind it.
[[nodiscard]] inline std::string_view whole_lines(std::string_view text, std::string_view part) {
  const auto blank = [&](std::size_t at) { return text[at] == ' ' || text[at] == '\t'; };
  auto begin = static_cast<std::size_t>(part.data() - text.data());
  std::size_t end = begin + part.size();
  while (begin > 0 && blank(begin - 1)) --begin;
  while (end < text.size() && blank(end)) ++end;
  if (end < text.size() && text[end] == '\r') ++end;
  if (end < text.size() && text[end] == '\n') ++end;
  return text.substr(begin, end - begin);
}

/// All lines of `text`. No line stands behind the last line end.
[[nodiscard]] inline std::vector<TextLine> text_lines(std::string_view text) {
  std::vector<TextLine> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of("\r\n"), text.size());
    std::size_t next = std::min(size + 1, text.size());
    if (next < text.size() && text[size] == '\r' && text[next] == '\n') ++next;
    lines.push_back({text.substr(0, size), text.substr(size, next - size)});
    text.remove_prefix(next);
  }
  return lines;
}

}  // namespace wiretag::readers
