#include "server/cli/frame.h"

#include <algorithm>

#include <fmt/format.h>

#include "documents/text/utf8.h"
#include "server/cli/shown.h"
#include "server/lint/secrets.h"

namespace wiretag::cli {
namespace {

constexpr std::size_t kWidth = 110;  ///< columns of a line that are shown
constexpr std::size_t kBefore = 40;  ///< of these in front of the span, where the line is cut
constexpr std::size_t kTabStop = 4;
constexpr std::string_view kCut = "…";

/// The start of the character in front of `at`.
std::uint32_t previous(std::string_view text, std::uint32_t at, std::uint32_t least) {
  const std::uint32_t reach = std::min<std::uint32_t>(4, at - least);
  for (std::uint32_t back = 2; back <= reach; ++back) {
    if (text::sequence_length(text.substr(at - back, back)) == back) return at - back;
  }
  return at - 1;
}

std::uint32_t forward(std::string_view text, std::uint32_t at, std::uint32_t end,
                      std::size_t characters) {
  for (; characters > 0 && at < end; --characters) {
    at += static_cast<std::uint32_t>(text::sequence_length(text.substr(at, end - at)));
  }
  return at;
}

/// The part of `line` that is shown for a span that begins at `begin`.
text::Span window(std::string_view text, text::Span line, std::uint32_t begin) {
  if (forward(text, line.begin, line.end, kWidth) == line.end) return line;
  std::uint32_t from = begin;
  for (std::size_t i = 0; i < kBefore && from > line.begin; ++i) {
    from = previous(text, from, line.begin);
  }
  return {from, forward(text, from, line.end, kWidth)};
}

struct Drawn {
  std::string line;
  std::string marks;
};

/// So far in front of the shown part, and behind it, a URL's parameter is looked for.
constexpr std::uint32_t kLongestParameter = 4096;

/// Hidden stretches of the shown part of a line, in bytes of the file.
std::vector<text::Span> hidden_in(std::string_view text, text::Span line, text::Span part,
                                  const std::vector<Text>& secrets) {
  const std::uint32_t begin = part.begin - std::min(part.begin - line.begin, kLongestParameter);
  const std::uint32_t end = part.end + std::min(line.end - part.end, kLongestParameter);
  std::vector<text::Span> hidden;
  for (const text::Span span : lint::url_secrets(text.substr(begin, end - begin))) {
    hidden.push_back({begin + span.begin, begin + span.end});
  }
  for (const Text& secret : secrets) {
    if (secret.span().overlaps(part)) hidden.push_back(secret.span());
  }
  return hidden;
}

Drawn draw(std::string_view text, text::Span part, text::Span marked, bool cut_before,
           const std::vector<text::Span>& hidden) {
  Drawn drawn;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece, std::size_t width, bool mark) {
    drawn.line += piece;
    drawn.marks.append(width, mark ? '^' : ' ');
    column += width;
  };
  if (cut_before) put(kCut, 1, false);
  for (std::uint32_t at = part.begin; at < part.end;) {
    const std::string_view rest = text.substr(at, part.end - at);
    const std::size_t length = text::sequence_length(rest);
    const bool mark = marked.contains(at) || (marked.empty() && marked.begin == at);
    const bool secret = std::any_of(hidden.begin(), hidden.end(),
                                    [&](text::Span span) { return span.contains(at); });
    if (secret) {
      put("·", 1, mark);
    } else if (rest[0] == '\t') {
      const std::size_t width = kTabStop - column % kTabStop;
      put(std::string(width, ' '), width, mark);
    } else {
      put(shown_character(rest.substr(0, length)), 1, mark);
    }
    at += static_cast<std::uint32_t>(length);
  }
  if (marked.empty() && marked.begin == part.end) drawn.marks += '^';
  drawn.marks.erase(drawn.marks.find_last_not_of(' ') + 1);
  return drawn;
}

}  // namespace

std::string frame(const readers::Document& document, text::Span span,
                  const std::vector<Text>& secrets, std::size_t gutter,
                  std::string_view caret_color, const Palette& palette) {
  const std::string_view text = document.text();
  const text::LineIndex& lines = document.lines();
  const std::uint32_t number = lines.line_of(span.begin);
  const text::Span line = lines.line(text, number);
  text::Span marked{std::min(span.begin, line.end), std::min(span.end, line.end)};
  marked.end = std::max(marked.begin, marked.end);

  const text::Span part = window(text, line, marked.begin);
  Drawn drawn =
      draw(text, part, marked, part.begin > line.begin, hidden_in(text, line, part, secrets));
  if (part.end < line.end) drawn.line += kCut;

  std::string more;
  if (!span.empty()) {
    const std::uint32_t further = lines.line_of(span.end - 1) - number;
    if (further > 0) more = fmt::format(" and {}", counted(further, "more line"));
  }
  const Palette& p = palette;
  const std::string bar = fmt::format("{}{:>{}} |{}", p.blue, "", gutter, p.reset);
  return fmt::format("{0}\n{1}{2:>{3}} |{4} {5}\n{0} {6}{7}{8}{4}\n", bar, p.blue,
                     document.line_name(number).number + 1, gutter, p.reset, drawn.line,
                     caret_color, drawn.marks, more);
}

}  // namespace wiretag::cli
