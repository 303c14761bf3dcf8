#include "rules/conditions/date_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr std::array<std::string_view, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                   "thursday", "friday", "saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool holds_date(FieldName name, bool in_response) {
  switch (name) {
    case FieldName::IfModifiedSince:
    case FieldName::IfUnmodifiedSince:
    case FieldName::IfRange: return !in_response;
    case FieldName::LastModified:
    case FieldName::Expires:
    case FieldName::RetryAfter: return in_response;
    case FieldName::Date: return true;
    default: return false;
  }
}

/// Bare fields hold those of both sides. A lone Date is as often that of a document.
bool holds_in_sample(FieldName name) {
  return name != FieldName::Date && (holds_date(name, true) || holds_date(name, false));
}

/// Counts of seconds, and values written for a reader to fill in.
bool is_no_attempt(std::string_view text) {
  std::string_view number = text;
  if (number.starts_with('-')) number.remove_prefix(1);
  const bool digits = std::any_of(text.begin(), text.end(), http::is_digit);
  return !digits || text.find("XX") != std::string_view::npos ||
         text.find("YY") != std::string_view::npos || http::is_placeholder(text) ||
         (number.size() < 9 && http::all_digits(number));
}

void add(const Fields& fields, bool in_response, bool editable, bool sample,
         std::vector<DateValue>& values) {
  for (const Field& field : fields.lines()) {
    const FieldName name = field.id();
    const bool held = sample ? holds_in_sample(name) : holds_date(name, in_response);
    const std::string_view text = field.value().view;
    if (!held || is_no_attempt(text)) continue;
    if (name == FieldName::IfRange && !looks_like_date(text)) continue;
    if (!sample && !in_response && fields.count(name) > 1) continue;
    values.push_back({field.value(), name, in_response, editable});
  }
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!http::all_digits(text) || error != std::errc()) return std::nullopt;
  return value;
}

template <std::size_t N>
std::optional<int> named(std::string_view text, const std::array<std::string_view, N>& names) {
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < N; ++i) {
    if (http::equal_ignoring_case(text, names[i].substr(0, text.size()))) {
      return static_cast<int>(i);
    }
  }
  return std::nullopt;
}

/// The parts of a date, in whatever order they come.
class Parts {
 public:
  bool take(std::string_view word) {
    if (http::is_digit(word.front())) return take_number(word);
    if (const auto day = named(word, kDays)) return set(weekday_, *day);
    if (const auto month = named(word, kMonths)) return set(month_, *month + 1);
    return take_zone(word);
  }

  bool take_zone(std::string_view word) {
    for (const std::string_view name : {"GMT", "UTC", "UT", "Z"}) {
      if (!http::equal_ignoring_case(word.substr(0, name.size()), name)) continue;
      zoned_ = true;
      word.remove_prefix(name.size());
      return word.empty() || take_offset(word);
    }
    return take_offset(word);
  }

  bool take_time(std::string_view word) {
    const std::size_t dot = std::min(word.find('.'), word.size());
    if (dot < word.size()) {
      const std::string_view fraction = word.substr(dot + 1);
      if (!http::all_digits(fraction)) return false;
      whole_ = fraction.find_first_not_of('0') == std::string_view::npos;
    }
    word = word.substr(0, dot);
    int second = 0;
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) return false;
    std::string_view rest = word.substr(colon + 1);
    if (const std::size_t next = rest.find(':'); next != std::string_view::npos) {
      const auto read = number(rest.substr(next + 1));
      if (!read) return false;
      second = *read;
      rest = rest.substr(0, next);
    }
    const auto hour = number(word.substr(0, colon));
    const auto minute = number(rest);
    if (!hour || !minute || *hour > 23 || *minute > 59 || second > 60) return false;
    return set(time_, *hour * 3600 + *minute * 60 + second);
  }

  /// "2026-11-22", or with the name of the month "22-Nov-2026".
  bool take_dashed(std::string_view word) {
    const std::size_t first = word.find('-');
    const std::size_t second = word.find('-', first + 1);
    if (second == std::string_view::npos) return false;
    const std::string_view a = word.substr(0, first);
    const std::string_view b = word.substr(first + 1, second - first - 1);
    const std::string_view c = word.substr(second + 1);
    const auto month = named(b, kMonths);
    if (month) return take_number(a) && set(month_, *month + 1) && take_number(c);
    const auto year = number(a);
    const auto numbered = number(b);
    const auto day = number(c);
    if (!year || !numbered || !day || a.size() != 4) return false;
    return set(year_, *year) && set(month_, *numbered) && set(day_, *day);
  }

  [[nodiscard]] std::optional<Meant> meant() const {
    if (!day_ || !month_ || !year_ || !time_) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year_},
                                           std::chrono::month{static_cast<unsigned>(*month_)},
                                           std::chrono::day{static_cast<unsigned>(*day_)}};
    if (!date.ok()) return std::nullopt;
    const std::chrono::sys_days days{date};
    const bool fits =
        !weekday_ || std::chrono::weekday{days}.c_encoding() == static_cast<unsigned>(*weekday_);
    const std::int64_t seconds =
        std::int64_t{days.time_since_epoch().count()} * 86400 + *time_ - offset_;
    return Meant{{seconds}, zoned_ && whole_ && fits};
  }

 private:
  static bool set(std::optional<int>& part, int value) {
    if (part) return false;
    part = value;
    return true;
  }

  bool take_number(std::string_view word) {
    if (word.find(':') != std::string_view::npos) return take_time(word);
    if (word.find('-') != std::string_view::npos) return take_dashed(word);
    const auto value = number(word);
    if (!value) return false;
    if (word.size() == 4) return set(year_, *value);
    return word.size() <= 2 && set(day_, *value);
  }

  /// "+0100", "-05:30".
  bool take_offset(std::string_view word) {
    if (word.size() < 5 || (word.front() != '+' && word.front() != '-')) return false;
    const auto hours = number(word.substr(1, 2));
    std::string_view rest = word.substr(3);
    if (rest.starts_with(':')) rest.remove_prefix(1);
    const auto minutes = number(rest);
    if (!hours || !minutes || rest.size() != 2) return false;
    offset_ = (*hours * 3600 + *minutes * 60) * (word.front() == '-' ? -1 : 1);
    zoned_ = true;
    return true;
  }

  std::optional<int> weekday_;
  std::optional<int> day_;
  std::optional<int> month_;
  std::optional<int> year_;
  std::optional<int> time_;
  int offset_ = 0;
  bool zoned_ = false;
  bool whole_ = true;
};

std::optional<Meant> iso_date(std::string_view text) {
  Parts parts;
  if (text.size() < 16 || !parts.take_dashed(text.substr(0, 10))) return std::nullopt;
  text.remove_prefix(11);
  const std::size_t end = std::min(text.find_first_not_of("0123456789:."), text.size());
  if (!parts.take_time(text.substr(0, end))) return std::nullopt;
  const std::string_view zone = http::trim_blanks(text.substr(end));
  if (!zone.empty() && !parts.take_zone(zone)) return std::nullopt;
  return parts.meant();
}

std::optional<Meant> worded_date(std::string_view text) {
  Parts parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(", \t"), text.size());
    const std::string_view word = text.substr(0, end);
    if (word.starts_with('(')) break;
    if (!word.empty() && !parts.take(word)) return std::nullopt;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts.meant();
}

std::optional<Meant> epoch(std::string_view text) {
  if (!http::all_digits(text) || (text.size() != 10 && text.size() != 13)) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + 10, seconds);
  return Meant{{seconds}, false};
}

}  // namespace

bool looks_like_date(std::string_view text) {
  const bool year_first = text.size() > 4 && text.find_first_not_of("0123456789") == 4 &&
                          text[4] == '-' && text.find(':') != std::string_view::npos;
  return year_first || text.find(" GMT") != std::string_view::npos ||
         text.find(" UTC") != std::string_view::npos;
}

std::vector<DateValue> date_values(const Judged& judged) {
  std::vector<DateValue> values;
  const Exchange& exchange = judged.exchange;
  add(exchange.request.fields, false, true, exchange.fragment || !judged.asked(), values);
  if (exchange.response) {
    const bool sample = !exchange.response->stated();
    add(exchange.response->fields, true, may_edit_response(exchange), sample, values);
  }
  return values;
}

std::optional<Meant> meant_date(std::string_view text) {
  text = http::trim_blanks(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  if (const auto seconds = epoch(text)) return seconds;
  const bool year_first = text.size() > 4 && text.find_first_not_of("0123456789") == 4;
  return year_first ? iso_date(text) : worded_date(text);
}

bool lists_dates(std::string_view text) {
  std::size_t dates = 0;
  for (std::size_t at = 0; at < text.size(); ++dates) {
    const std::size_t zone = text.find(" GMT", at);
    if (zone == std::string_view::npos) break;
    at = zone + 4;
  }
  return dates > 1;
}

}  // namespace wiretag::rules
