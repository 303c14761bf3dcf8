#include "http/fields/cache_control.h"

#include <algorithm>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::uint64_t kDeltaLimit = std::uint64_t{1} << 31;

/// The place of the quote that closes the quoted-string at `open`, or kNone.
std::size_t closing_quote(std::string_view text, std::size_t open) {
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i;
    }
  }
  return kNone;
}

/// Where the directive that begins `text` ends. Only a quote right after `=` opens a quoted-string:
/// a stray one elsewhere must not swallow the directives behind it.
std::size_t directive_end(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::size_t comma = text.find(',');
  if (equals == kNone || equals > comma) return std::min(comma, text.size());
  std::size_t open = equals + 1;
  while (open < text.size() && is_blank(text[open])) ++open;
  if (open < text.size() && text[open] == '"') {
    const std::size_t close = closing_quote(text, open);
    if (close != kNone) return std::min(text.find(',', close), text.size());
  }
  return std::min(comma, text.size());
}

Directive parse_directive(std::string_view text) {
  const std::size_t equals = text.find('=');
  Directive directive{text, trim_blanks(text.substr(0, equals)), std::nullopt, false};
  if (equals == kNone) return directive;
  std::string_view value = trim_blanks(text.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"' && closing_quote(value, 0) == value.size() - 1) {
    directive.quoted = true;
    value = value.substr(1, value.size() - 2);
  }
  directive.value = value;
  return directive;
}

void parse_line(std::string_view line, std::vector<Directive>& out) {
  while (!line.empty()) {
    const std::size_t end = directive_end(line);
    const std::string_view text = trim_blanks(line.substr(0, end));
    if (!text.empty()) out.push_back(parse_directive(text));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

}  // namespace

bool Directive::is(std::string_view other) const { return equal_ignoring_case(name, other); }

const Directive* CacheControl::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(directives, [&](const Directive& d) { return d.is(name); });
  return found == directives.end() ? nullptr : &*found;
}

CacheControl parse_cache_control(const std::vector<std::string_view>& lines) {
  CacheControl field;
  for (std::string_view line : lines) parse_line(line, field.directives);
  return field;
}

std::optional<std::uint32_t> parse_delta_seconds(std::string_view text) {
  if (!all_digits(text)) return std::nullopt;
  std::uint64_t value = 0;
  for (char c : text) {
    value = std::min(value * 10 + static_cast<std::uint64_t>(c - '0'), kDeltaLimit);
  }
  return static_cast<std::uint32_t>(value);
}

}  // namespace wiretag::http
