#include "documents/logs/log_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "http/fields/text.h"

namespace wiretag::logs {
namespace {

using http::hex_digit;

/// The byte that two hex digits at `at` spell, or -1.
int hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const int high = hex_digit(text[at]);
  const int low = hex_digit(text[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

char escape_char(Escape escape) {
  switch (escape) {
    case Escape::Hex:
    case Escape::Backslash: return '\\';
    case Escape::Hash: return '#';
    case Escape::Percent:
    case Escape::DoublePercent: return '%';
    case Escape::None: break;
  }
  return '\0';
}

void append_code_point(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// What stands behind a backslash at `at`; the bytes that it takes, 0 for no escape.
std::size_t append_backslashed(std::string_view text, std::size_t at, std::string& out) {
  if (at >= text.size()) return 0;
  switch (text[at]) {
    case 'x': {
      const int byte = hex_byte(text, at + 1);
      if (byte < 0) return 0;
      out += static_cast<char>(byte);
      return 3;
    }
    case 'u': {
      const int high = hex_byte(text, at + 1);
      const int low = hex_byte(text, at + 3);
      if (high < 0 || low < 0) return 0;
      append_code_point(out, static_cast<std::uint32_t>(high * 256 + low));
      return 5;
    }
    case 'n': out += '\n'; return 1;
    case 't': out += '\t'; return 1;
    case 'r': out += '\r'; return 1;
    case 'b': out += '\b'; return 1;
    case 'f': out += '\f'; return 1;
    case 'v': out += '\v'; return 1;
    case '"':
    case '\'':
    case '/':
    case '\\': out += text[at]; return 1;
    default: return 0;
  }
}

void unescape_once(std::string_view value, char mark, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == mark && mark == '\\') {
      if (const std::size_t taken = append_backslashed(value, i + 1, out)) {
        i += taken;
        continue;
      }
    } else if (value[i] == mark) {
      if (const int byte = hex_byte(value, i + 1); byte >= 0) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += value[i];
  }
}

/// An unescaped text as a tag.
LoggedTag plain_tag(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty() || text == "-" || text == "null" || text == "(null)") return {};
  LoggedTag tag;
  if (text.starts_with("W/") || text.starts_with("w/")) {
    tag.weak = true;
    text.remove_prefix(2);
  }
  // CSV and W3C writers double a quote inside quotes.
  while (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text.remove_prefix(1);
    text.remove_suffix(1);
  }
  tag.opaque = text;
  return tag;
}

constexpr std::string_view kHexQuote = "\\x22";

/// nginx writes nearly every tag so: no copy is made for it.
bool read_hex_tag(std::string_view text, LoggedTag& tag) {
  const bool weak = text.starts_with("W/");
  if (weak) text.remove_prefix(2);
  if (text.size() < 2 * kHexQuote.size() || !text.starts_with(kHexQuote) ||
      !text.ends_with(kHexQuote))
    return false;
  text = text.substr(kHexQuote.size(), text.size() - 2 * kHexQuote.size());
  if (std::memchr(text.data(), '\\', text.size())) return false;
  tag = {text, weak};
  return true;
}

std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto of_era = static_cast<unsigned>(year - era * 400);
  const unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/// Reads fixed stretches of digits from the front of a text.
class Digits {
 public:
  explicit Digits(std::string_view text) : text_(text) {}

  bool number(std::size_t size, unsigned& value) {
    if (text_.size() < size) return false;
    value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return false;
      value = value * 10 + static_cast<unsigned>(text_[i] - '0');
    }
    text_.remove_prefix(size);
    return true;
  }
  bool skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_fraction() {
    if (text_.empty() || (text_.front() != '.' && text_.front() != ',')) return;
    text_.remove_prefix(1);
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') text_.remove_prefix(1);
  }
  bool month_name(unsigned& month) {
    static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (text_.size() < 3) return false;
    std::array<char, 3> name{};
    for (std::size_t i = 0; i < 3; ++i) name[i] = static_cast<char>(text_[i] | 0x20);
    const std::size_t at = kMonths.find(std::string_view(name.data(), 3));
    if (at == std::string_view::npos || at % 3 != 0) return false;
    month = static_cast<unsigned>(at / 3) + 1;
    // Some loggers write the month as their language abbreviates it: `sept.`
    while (!text_.empty() && text_.front() != '/') text_.remove_prefix(1);
    return true;
  }
  /// `Z`, `+02:00`, ` +0200`, or nothing at all; the seconds that it is ahead of UTC.
  bool zone(std::int64_t& ahead_s) {
    skip(' ');
    ahead_s = 0;
    if (text_.empty() || text_ == "Z" || text_ == "UTC" || text_ == "GMT") return true;
    const bool minus = text_.front() == '-';
    if (!minus && text_.front() != '+') return false;
    text_.remove_prefix(1);
    unsigned hours = 0;
    unsigned minutes = 0;
    if (!number(2, hours)) return false;
    skip(':');
    if (!text_.empty() && !number(2, minutes)) return false;
    ahead_s = (hours * 60 + minutes) * 60;
    if (minus) ahead_s = -ahead_s;
    return text_.empty();
  }
  [[nodiscard]] std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

struct Moment {
  unsigned year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;

  [[nodiscard]] std::optional<std::int64_t> unix_time() const {
    if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
      return std::nullopt;
    return days_from_civil(year, month, day) * 86'400 + hour * 3'600 + minute * 60 + second;
  }
};

bool read_clock(Digits& digits, Moment& moment) {
  if (!digits.number(2, moment.hour) || !digits.skip(':') || !digits.number(2, moment.minute) ||
      !digits.skip(':') || !digits.number(2, moment.second))
    return false;
  digits.skip_fraction();
  return true;
}

std::optional<std::int64_t> with_zone(Digits& digits, const Moment& moment) {
  std::int64_t ahead = 0;
  if (!digits.zone(ahead)) return std::nullopt;
  const auto time = moment.unix_time();
  if (!time) return std::nullopt;
  return *time - ahead;
}

std::optional<std::int64_t> parse_clf(std::string_view text) {
  Digits digits(text);
  Moment moment;
  if (!digits.number(2, moment.day) || !digits.skip('/') || !digits.month_name(moment.month) ||
      !digits.skip('/') || !digits.number(4, moment.year) || !digits.skip(':') ||
      !read_clock(digits, moment))
    return std::nullopt;
  return with_zone(digits, moment);
}

std::optional<std::int64_t> parse_iso(std::string_view text) {
  Digits digits(text);
  Moment moment;
  if (!digits.number(4, moment.year) || (!digits.skip('-') && !digits.skip('/')) ||
      !digits.number(2, moment.month) || (!digits.skip('-') && !digits.skip('/')) ||
      !digits.number(2, moment.day) || (!digits.skip('T') && !digits.skip(' ')) ||
      !read_clock(digits, moment))
    return std::nullopt;
  return with_zone(digits, moment);
}

std::optional<std::int64_t> parse_epoch(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto digits = text.size() - rest.size();
  if (error != std::errc() || value < 0 || digits < 9) return std::nullopt;
  if (!rest.empty() && rest.front() != '.' && rest.front() != 'e') return std::nullopt;
  if (digits >= 18) return value / 1'000'000'000;
  if (digits >= 15) return value / 1'000'000;
  if (digits >= 12) return value / 1'000;
  return value;
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

/// Cache-Status (RFC 9211): the last member speaks for the cache nearest to the client.
std::optional<CacheWord> structured_word(std::string_view text) {
  if (const std::size_t comma = text.rfind(','); comma != std::string_view::npos)
    text = text.substr(comma + 1);
  const std::size_t semicolon = text.find(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  const std::string_view parameters = text.substr(semicolon);
  const std::size_t forward = parameters.find("fwd=");
  if (forward == std::string_view::npos)
    return parameters.find("hit") != std::string_view::npos ? CacheWord::Hit : CacheWord::Other;
  const std::string_view why = parameters.substr(forward + 4);
  const bool validated = parameters.find("fwd-status=304") != std::string_view::npos;
  if (why.starts_with("stale")) return validated ? CacheWord::Revalidated : CacheWord::Expired;
  if (why.starts_with("bypass") || why.starts_with("method")) return CacheWord::Bypass;
  return CacheWord::Miss;
}

}  // namespace

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return upper(x) == upper(y); });
}

std::string_view unescape(std::string_view value, Escape escape, std::string& memory) {
  const char mark = escape_char(escape);
  if (mark == '\0' || value.empty() || !std::memchr(value.data(), mark, value.size())) return value;
  unescape_once(value, mark, memory);
  if (escape == Escape::DoublePercent && memory.find('%') != std::string::npos) {
    const std::string once = memory;
    unescape_once(once, mark, memory);
  }
  return memory;
}

LoggedTag read_tag(std::string_view value, Escape escape, std::string& memory) {
  LoggedTag tag;
  if (escape == Escape::Hex && read_hex_tag(value, tag)) return tag;
  return plain_tag(unescape(value, escape, memory));
}

bool list_holds(std::string_view list, Escape escape, std::string_view opaque) {
  std::string memory;
  const std::string_view text = unescape(list, escape, memory);
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == ',' || text[at] == '\t') {
      ++at;
      continue;
    }
    const std::size_t quote = text.find('"', at);
    const std::size_t comma = text.find(',', at);
    std::size_t end = comma;
    // A comma inside the quotes is part of the tag.
    if (quote < comma) {
      const std::size_t closing = text.find('"', quote + 1);
      end = closing == std::string_view::npos ? text.size() : closing + 1;
    }
    end = std::min(end, text.size());
    const std::string_view member = text.substr(at, end - at);
    if (member != "*" && plain_tag(member).opaque == opaque) return true;
    at = end;
  }
  return false;
}

CacheWord cache_word(std::string_view text) {
  if (text.empty() || text == "-") return CacheWord::None;
  if (text.find(';') != std::string_view::npos) {
    if (const auto word = structured_word(text)) return *word;
  }
  std::array<char, 40> letters{};
  std::size_t size = 0;
  for (const char c : text.substr(0, letters.size())) letters[size++] = upper(c);
  const std::string_view word(letters.data(), size);
  const auto holds = [&](std::string_view part) {
    return word.find(part) != std::string_view::npos;
  };
  switch (word.front()) {
    case 'H':
      if (word.starts_with("HIT-STALE") || word.starts_with("HITSTALE")) return CacheWord::Stale;
      if (word.starts_with("HITPASS") || word.starts_with("HITMISS"))
        return holds("PASS") ? CacheWord::Bypass : CacheWord::Miss;
      if (word.starts_with("HIT")) return CacheWord::Hit;
      break;
    case 'M':
      if (word.starts_with("MISS")) return CacheWord::Miss;
      break;
    case 'E':
      if (word.starts_with("EXPIRED")) return CacheWord::Expired;
      break;
    case 'S':
      if (word.starts_with("STALE")) return CacheWord::Stale;
      break;
    case 'U':
      if (word.starts_with("UPDATING")) return CacheWord::Updating;
      break;
    case 'R':
      if (word.starts_with("REVALIDATED") || word.starts_with("REFRESHHIT"))
        return CacheWord::Revalidated;
      break;
    case 'B':
      if (word.starts_with("BYPASS")) return CacheWord::Bypass;
      break;
    case 'P':
      if (word.starts_with("PASS") || word.starts_with("PIPE")) return CacheWord::Bypass;
      break;
    case 'D':
      if (word.starts_with("DYNAMIC")) return CacheWord::Bypass;
      break;
    case 'O':
      if (word.starts_with("ORIGINSHIELDHIT")) return CacheWord::Hit;
      break;
    case 'T':
      if (!word.starts_with("TCP_")) break;
      if (holds("REFRESH_UNMODIFIED")) return CacheWord::Revalidated;
      if (holds("REFRESH_FAIL_OLD") || holds("STALE")) return CacheWord::Stale;
      if (holds("REFRESH")) return CacheWord::Expired;
      if (holds("HIT")) return CacheWord::Hit;
      if (holds("MISS")) return CacheWord::Miss;
      break;
    default: break;
  }
  return CacheWord::Other;
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  if (text.size() < 9) return std::nullopt;
  if (text[2] == '/') return parse_clf(text);
  if (text[4] == '-' || text[4] == '/') return parse_iso(text);
  return parse_epoch(text);
}

std::optional<std::int64_t> parse_time(std::string_view date, std::string_view time) {
  std::string both(date);
  both += 'T';
  both += time;
  return parse_iso(both);
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

bool resumes(std::string_view range) {
  constexpr std::string_view kBytes = "bytes=";
  if (!range.starts_with(kBytes)) return false;
  const auto first = parse_number(range.substr(kBytes.size()));
  return first && *first > 0;
}

}  // namespace wiretag::logs
