#include "server/lsp/markdown.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace wiretag::lsp {
namespace {

bool alphanumeric(std::string_view text, std::size_t at) {
  return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
}

/// Within a word `_` is no markup; left alone it reads better where the source is shown.
bool needs_escape(std::string_view text, std::size_t at) {
  if (text[at] == '_') {
    return at == 0 || !alphanumeric(text, at - 1) || !alphanumeric(text, at + 1);
  }
  return std::string_view("\\`*[]<&").find(text[at]) != std::string_view::npos;
}

std::string on_one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), [](unsigned char c) { return c < 0x20; }, ' ');
  return line;
}

/// The length of the longest run of backticks.
std::size_t longest_run(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

}  // namespace

std::string Markup::bold(std::string_view text_in) const {
  return plain_ ? std::string(text_in) : fmt::format("**{}**", text(text_in));
}

std::string Markup::text(std::string_view text_in) const {
  const std::string line = on_one_line(text_in);
  if (plain_) return line;
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (needs_escape(line, at)) out += '\\';
    out += line[at];
  }
  return out;
}

std::string Markup::code(std::string_view text_in) const {
  const std::string line = on_one_line(text_in);
  if (plain_) return line;
  const std::string fence(longest_run(line) + 1, '`');
  const bool padded = line.starts_with('`') || line.ends_with('`');
  return fmt::format("{0}{1}{2}{1}{0}", fence, padded ? " " : "", line);
}

std::string Markup::link(std::string_view label, std::string_view url) const {
  return plain_ ? fmt::format("{}: {}", label, url) : fmt::format("[{}]({})", text(label), url);
}

}  // namespace wiretag::lsp
