#include "documents/readers/transcript_text.h"

#include <algorithm>
#include <array>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::is_blank;
using http::is_digit;
using http::is_letter;

constexpr std::size_t kPrefixBytes = 256;  ///< a prefix is looked for in so much of a line
constexpr std::size_t kMostReturns = 3;    ///< carriage returns in front of a line feed

/// Reads a pattern from the front of `s`: `9` is a digit, all else stands for itself.
bool take(std::string_view& s, std::string_view pattern) {
  if (s.size() < pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '9' ? !is_digit(s[i]) : s[i] != pattern[i]) return false;
  }
  s.remove_prefix(pattern.size());
  return true;
}

void take_digits(std::string_view& s) {
  while (!s.empty() && is_digit(s.front())) s.remove_prefix(1);
}

bool take_blanks(std::string_view& s) {
  const std::size_t size = s.size();
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  return s.size() < size;
}

bool take_clock(std::string_view& s) {
  if (!take(s, "99:99:99")) return false;
  if (s.size() > 1 && (s[0] == '.' || s[0] == ',') && is_digit(s[1])) {
    s.remove_prefix(1);
    take_digits(s);
  }
  return true;
}

void take_zone(std::string_view& s) {
  if (take(s, "Z")) return;
  std::string_view rest = s;
  if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
    rest.remove_prefix(1);
    if (take(rest, "99:99") || take(rest, "9999")) s = rest;
  }
}

/// `2024-01-02T03:04:05.678Z`, `2024-01-02 03:04:05,678`, `03:04:05.678`.
bool take_time(std::string_view& s) {
  std::string_view rest = s;
  if (take(rest, "9999-99-99") || take(rest, "9999/99/99")) {
    if (rest.empty() || (rest.front() != 'T' && rest.front() != ' ')) return false;
    rest.remove_prefix(1);
  }
  if (!take_clock(rest)) return false;
  take_zone(rest);
  s = rest;
  return true;
}

bool take_time_stamp(std::string_view& s) {
  std::string_view rest = s;
  const bool bracket = take(rest, "[");
  if (!take_time(rest) || (bracket && !take(rest, "]"))) return false;
  if (!take_blanks(rest) && !rest.empty()) return false;
  s = rest;
  return true;
}

bool word_character(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/';
}

/// `web-1  | `, as docker compose writes it; `[exec] `, `[0-1] `.
bool take_source(std::string_view& s) {
  std::string_view rest = s;
  const bool bracket = take(rest, "[");
  const std::size_t size = rest.size();
  while (!rest.empty() && word_character(rest.front())) rest.remove_prefix(1);
  if (rest.size() == size) return false;
  if (bracket) {
    if (!take(rest, "] ")) return false;
  } else {
    take_blanks(rest);
    if (!take(rest, "|")) return false;
    if (!rest.empty() && !take(rest, " ")) return false;
  }
  s = rest;
  return true;
}

/// `stdout F `, as containerd writes it.
bool take_stream(std::string_view& s) { return take(s, "stdout F ") || take(s, "stderr F "); }

/// `Jan  2 03:04:05 host name[12]: `.
bool take_syslog(std::string_view& s) {
  std::string_view rest = s;
  if (rest.size() < 16 || !is_letter(rest[0]) || !is_letter(rest[1]) || !is_letter(rest[2])) {
    return false;
  }
  rest.remove_prefix(3);
  if (!take_blanks(rest)) return false;
  take_digits(rest);
  if (!take(rest, " ") || !take_clock(rest) || !take(rest, " ")) return false;
  const std::size_t colon = rest.find(": ");
  if (colon == std::string_view::npos) return false;
  s = rest.substr(colon + 2);
  return true;
}

/// `job<TAB>step<TAB>2024-01-02T03:04:05.678Z `, as a log of GitHub Actions is downloaded.
void take_step(std::string_view& s) {
  for (int tabs = 0; tabs < 2; ++tabs) {
    const std::size_t tab = s.find('\t');
    if (tab == std::string_view::npos) return;
    std::string_view rest = s.substr(tab + 1);
    if (tabs == 1) {
      if (take_time_stamp(rest)) s = rest;
      return;
    }
    const std::size_t second = rest.find('\t');
    if (second == std::string_view::npos) return;
    rest = rest.substr(second + 1);
    if (take_time_stamp(rest)) s = rest;
    return;
  }
}

bool meter_character(char c) {
  return is_digit(c) || c == ' ' || c == ':' || c == '-' || c == '.' || c == 'k' || c == 'M' ||
         c == 'G' || c == 'T';
}

constexpr std::array<std::string_view, 20> kMethods = {
    "GET",    "HEAD",     "POST",      "PUT",    "PATCH",  "DELETE", "OPTIONS",
    "TRACE",  "CONNECT",  "QUERY",     "COPY",   "MOVE",   "MKCOL",  "LOCK",
    "UNLOCK", "PROPFIND", "PROPPATCH", "REPORT", "SEARCH", "PURGE"};

bool token_character(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return is_letter(c) || is_digit(c) || kMarks.find(c) != std::string_view::npos;
}

bool version(std::string_view s) {
  if (!s.starts_with("HTTP/")) return false;
  s.remove_prefix(5);
  return (s.size() == 1 && is_digit(s[0])) ||
         (s.size() == 3 && is_digit(s[0]) && s[1] == '.' && is_digit(s[2]));
}

/// The bytes of the sequence at the front of `s`, which starts with ESC; 1 where it is none.
std::size_t color_size(std::string_view s) {
  constexpr std::size_t kMostBytes = 4096;
  s = s.substr(0, kMostBytes);
  if (s.size() < 2) return 1;
  if (s[1] == '[') {
    for (std::size_t i = 2; i < s.size(); ++i) {
      if (s[i] >= '@' && s[i] <= '~') return i + 1;
      if (static_cast<unsigned char>(s[i]) < ' ') break;
    }
    return 1;
  }
  if (s[1] != ']') return 1;
  for (std::size_t i = 2; i < s.size() && s[i] != '\n'; ++i) {
    if (s[i] == '\a') return i + 1;
    if (s[i] == '\x1b') return i + 1 < s.size() && s[i + 1] == '\\' ? i + 2 : 1;
  }
  return 1;
}

}  // namespace

Line Lines::peek() {
  if (done()) return {text_.substr(text_.size()), text_.substr(text_.size())};
  if (!feed_known_ || feed_ < at_) {
    feed_ = std::min(text_.find('\n', at_), text_.size());
    feed_known_ = true;
  }
  const std::string_view line = text_.substr(at_, feed_ - at_);
  const std::size_t size = std::min(line.find('\r'), line.size());
  std::size_t end = at_ + size;
  for (std::size_t i = 0; i < kMostReturns && end < feed_ && text_[end] == '\r'; ++i) ++end;
  if (end == feed_) {
    end = std::min(feed_ + 1, text_.size());
  } else {
    end = at_ + size + 1;
  }
  return {line.substr(0, size), text_.substr(at_ + size, end - at_ - size)};
}

Line Lines::next() {
  const Line line = peek();
  at_ += line.text.size() + line.end.size();
  return line;
}

bool blank_line(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return is_blank(c); });
}

std::optional<std::string_view> Lead::behind(std::string_view line) const {
  if (logged) {
    const std::size_t size = log_prefix(line);
    if (size == 0) return std::nullopt;
    line.remove_prefix(size);
  }
  if (line.starts_with(literal)) return line.substr(literal.size());
  std::string_view mark = literal;
  while (!mark.empty() && is_blank(mark.back())) mark.remove_suffix(1);
  if (!line.starts_with(mark) || line.size() > literal.size()) return std::nullopt;
  line.remove_prefix(mark.size());
  if (!blank_line(line)) return std::nullopt;
  return line;
}

std::size_t log_prefix(std::string_view line) {
  const std::string_view start = line.substr(0, kPrefixBytes);
  std::string_view rest = start;
  take_step(rest);
  take_syslog(rest);
  for (int i = 0; i < 4; ++i) {
    if (!take_time_stamp(rest) && !take_source(rest) && !take_stream(rest)) break;
  }
  return start.size() - rest.size();
}

Lead lead_of(std::string_view line) {
  Lead lead;
  const std::size_t size = log_prefix(line);
  lead.logged = size > 0;
  line.remove_prefix(size);
  std::size_t at = 0;
  const auto pass_blanks = [&] {
    while (at < line.size() && is_blank(line[at])) ++at;
  };
  pass_blanks();
  const std::size_t mark = at;
  if (line.substr(at).starts_with("//") || line.substr(at).starts_with("--")) {
    at += 2;
  } else {
    while (at < line.size() && line[at] == '#') ++at;
  }
  if (at > mark) pass_blanks();
  lead.literal = line.substr(0, at);
  return lead;
}

std::string_view behind_meter(std::string_view line) {
  constexpr std::size_t kColumns = 70;
  constexpr std::size_t kMostColumns = 120;
  if (line.size() < kColumns || (line[0] != ' ' && !is_digit(line[0]))) return line;
  std::size_t at = 0;
  while (at < line.size() && at < kMostColumns && meter_character(line[at])) ++at;
  if (at < kColumns || std::count(line.begin(), line.begin() + static_cast<long>(at), ':') < 4) {
    return line;
  }
  return line.substr(at);
}

bool meter_heading(std::string_view line) {
  return line.starts_with("  % Total    % Received") ||
         (line.starts_with("       ") && line.find("Dload  Upload") < 64);
}

int status_of(std::string_view line) {
  const std::size_t blank = line.substr(0, 10).find(' ');
  if (blank == std::string_view::npos || !version(line.substr(0, blank))) return 0;
  std::string_view rest = line.substr(blank);
  take_blanks(rest);
  const std::string_view code = rest.substr(0, 3);
  if (code.size() < 3 || !http::all_digits(code)) return 0;
  if (rest.size() > 3 && !is_blank(rest[3])) return 0;
  const int status = (code[0] - '0') * 100 + (code[1] - '0') * 10 + (code[2] - '0');
  return status >= 100 ? status : 0;
}

bool known_method(std::string_view word) {
  return std::find(kMethods.begin(), kMethods.end(), word) != kMethods.end();
}

std::optional<RequestLine> request_line_of(std::string_view line) {
  const std::size_t blank = line.substr(0, 12).find(' ');
  if (blank == std::string_view::npos || !known_method(line.substr(0, blank))) return std::nullopt;
  const std::string_view rest = http::trim_blanks(line.substr(blank));
  const std::size_t last = rest.rfind(' ');
  if (last == std::string_view::npos || !version(rest.substr(last + 1))) return std::nullopt;
  const std::string_view target = http::trim_blanks(rest.substr(0, last));
  if (target.empty()) return std::nullopt;
  return RequestLine{line.substr(0, blank), target, rest.substr(last + 1)};
}

std::string_view field_name_of(std::string_view line) {
  std::size_t at = line.starts_with(':') ? 1 : 0;
  const std::size_t first = at;
  while (at < line.size() && token_character(line[at])) ++at;
  if (at == first || at == line.size() || line[at] != ':') return {};
  return line.substr(0, at);
}

std::string_view field_value_of(std::string_view line) {
  return http::trim_blanks(line.substr(std::min(line.find(':', 1), line.size() - 1) + 1));
}

bool has_colors(std::string_view text) {
  return text.find("\x1b[") != std::string_view::npos ||
         text.find("\x1b]") != std::string_view::npos;
}

Decoding without_colors(const Origin& source) {
  Decoding decoding(source);
  const std::string_view text = source.text();
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t escape = std::min(text.find('\x1b', at), text.size());
    decoding.copy(text.substr(at, escape - at));
    at = escape;
    if (at < text.size()) at += color_size(text.substr(at));
  }
  return decoding;
}

}  // namespace wiretag::readers
