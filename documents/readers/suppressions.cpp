#include "documents/readers/suppressions.h"

#include <algorithm>

#include "documents/readers/comment.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

constexpr std::string_view kMark = "wiretag-ignore";

bool comment_line(std::string_view line) { return line.starts_with('#') || line.starts_with("//"); }

/// From `at`, which is behind a line's text: the offset behind its line end.
std::size_t behind_line_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != '\r' && text[at] != '\n') ++at;
  if (at < text.size() && text[at] == '\r') ++at;
  if (at < text.size() && text[at] == '\n') ++at;
  return at;
}

/// The next line that is neither blank nor a comment, empty at the end of the text. Bounded, so
/// that a long run of comments stays linear.
std::string_view target_below(std::string_view text, std::size_t at) {
  constexpr int kMostLines = 64;
  for (int i = 0; i < kMostLines && at < text.size(); ++i) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = http::trim_blanks(text.substr(at, end - at));
    if (!line.empty() && !comment_line(line)) return line;
    if (line.starts_with("###")) break;
    at = behind_line_end(text, end);
  }
  return text.substr(text.size());
}

void read_rules(std::string_view list, const Text& comment, Suppression& out) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view rule = http::trim_blanks(list.substr(0, comma));
    if (!rule.empty()) out.rules.push_back(comment.part(rule));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

}  // namespace

std::optional<Suppression> read_suppression(const Text& comment, std::string_view content) {
  std::string_view s = content;
  if (!s.starts_with(kMark)) return std::nullopt;
  s.remove_prefix(kMark.size());
  Suppression out;
  if (s.starts_with("-file")) {
    out.scope = Suppression::Scope::File;
    s.remove_prefix(5);
  }
  if (!s.empty() && s.front() != ' ' && s.front() != '\t' && s.front() != ':') return std::nullopt;
  const std::size_t colon = std::min(s.find(':'), s.size());
  read_rules(s.substr(0, colon), comment, out);
  out.reason = comment.part(http::trim_blanks(s.substr(std::min(colon + 1, s.size()))));
  out.comment = comment;
  return out;
}

std::optional<Suppression> read_suppression(const Text& comment) {
  std::optional<Suppression> out = read_suppression(comment, comment_content(comment.view));
  if (!out) return std::nullopt;
  const std::string_view text = comment.origin->text();
  const auto begin = static_cast<std::size_t>(comment.view.data() - text.data());
  std::size_t line = begin;
  while (line > 0 && text[line - 1] != '\n' && text[line - 1] != '\r') --line;
  const std::size_t below = behind_line_end(text, begin + comment.view.size());
  out->whole_line = comment.part(text.substr(line, below - line));
  out->target = comment.part(target_below(text, below));
  return out;
}

}  // namespace wiretag::readers
