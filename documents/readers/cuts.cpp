#include "documents/readers/cuts.h"

#include <algorithm>
#include <array>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::is_digit;

std::string_view without_indent(std::string_view line) {
  const std::size_t start = line.find_first_not_of(" \t");
  return start == std::string_view::npos ? std::string_view() : line.substr(start);
}

/// `HTTP/1.1 200`: what opens a response wherever it stands.
bool status_line(std::string_view line) {
  if (!line.starts_with("HTTP/")) return false;
  line.remove_prefix(5);
  const std::size_t blank = line.find(' ');
  if (blank == 0 || blank == std::string_view::npos || blank > 3) return false;
  const std::string_view code = line.substr(blank + 1, 3);
  return is_digit(line[0]) && code.size() == 3 && std::all_of(code.begin(), code.end(), is_digit) &&
         (line.size() == blank + 4 || line[blank + 4] == ' ');
}

/// A request line that nobody can take for content. Less than the grammar accepts: a cut is never
/// needed.
bool plain_request_line(std::string_view line) {
  constexpr std::array<std::string_view, 7> kMethods = {"GET /",   "HEAD /",   "POST /",   "PUT /",
                                                        "PATCH /", "DELETE /", "OPTIONS /"};
  if (std::none_of(kMethods.begin(), kMethods.end(),
                   [&](std::string_view method) { return line.starts_with(method); })) {
    return false;
  }
  const std::size_t target = line.find(' ') + 1;
  const std::size_t end = line.find(' ', target);
  if (end == std::string_view::npos) return false;
  const std::string_view version = line.substr(end + 1);
  return version == "HTTP/1.1" || version == "HTTP/1.0" || version == "HTTP/2" ||
         version == "HTTP/3";
}

/// May open a construct of several lines outside of a response: a script or a block comment.
bool opens_construct(std::string_view line) {
  return line.starts_with("/*") || line.starts_with("{{") || line.starts_with("< ") ||
         line.starts_with("> ") || line.starts_with("<{") || line.starts_with(">{");
}

/// What was seen of the lines before the one looked at.
struct Before {
  bool response = false;   ///< the last start line is a status line
  bool comment = false;    ///< the last line that is not blank is a comment
  bool construct = false;  ///< a construct may be open since the last status line

  void take(std::string_view line) {
    const std::string_view text = without_indent(line);
    if (status_line(line)) {
      *this = {true, false, false};
      return;
    }
    if (text.empty()) return;
    comment = text.front() == '#' || text.starts_with("//");
    construct |= opens_construct(text);
    if (plain_request_line(line)) response = false;
  }
};

}  // namespace

Cut next_cut(std::string_view text, std::uint32_t begin, std::uint32_t least) {
  Before before;
  std::size_t at = begin;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (at >= std::size_t{begin} + least) {
      if (without_indent(line).starts_with("###")) return {static_cast<std::uint32_t>(at), true};
      if (before.response && !before.comment && !before.construct && plain_request_line(line)) {
        return {static_cast<std::uint32_t>(at), false};
      }
    }
    before.take(line);
    at = end + 1;
    if (end < text.size() && text[end] == '\r' && at < text.size() && text[at] == '\n') ++at;
  }
  return {static_cast<std::uint32_t>(text.size()), true};
}

}  // namespace wiretag::readers
