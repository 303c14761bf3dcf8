#include "http/fields/date.h"

#include <array>
#include <chrono>

#include <fmt/format.h>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t kSecondsPerDay = 86400;

struct Civil {
  int weekday = 0;
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

std::chrono::sys_days floor_to_day(HttpDate date) {
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds{std::chrono::seconds{date.seconds}});
}

int year_of(HttpDate date) {
  return static_cast<int>(std::chrono::year_month_day{floor_to_day(date)}.year());
}

/// Takes a date apart from left to right; after the first misfit every step fails.
class Scanner {
 public:
  Scanner(std::string_view text, DateReader reader) : rest_(text), reader_(reader) {}

  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

  Scanner& literal(std::string_view expected) {
    return take(same(rest_.substr(0, expected.size()), expected), expected.size());
  }

  Scanner& digits(int& out, std::size_t width) {
    const std::string_view text = rest_.substr(0, width);
    if (text.size() != width || !all_digits(text)) return take(false, 0);
    out = 0;
    for (char c : text) out = out * 10 + (c - '0');
    return take(true, width);
  }

  Scanner& day_padded_with_blank(int& out) {
    if (!rest_.empty() && rest_.front() == ' ') return literal(" ").digits(out, 1);
    return digits(out, 2);
  }

  Scanner& short_day(int& out) {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
      if (name(kDays[i].substr(0, 3), static_cast<int>(i), out)) return *this;
    }
    return take(false, 0);
  }

  Scanner& long_day(int& out) {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
      if (name(kDays[i], static_cast<int>(i), out)) return *this;
    }
    return take(false, 0);
  }

  Scanner& month(int& out) {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      if (name(kMonths[i], static_cast<int>(i) + 1, out)) return *this;
    }
    return take(false, 0);
  }

  Scanner& time(Civil& out) {
    return digits(out.hour, 2)
        .literal(":")
        .digits(out.minute, 2)
        .literal(":")
        .digits(out.second, 2);
  }

 private:
  [[nodiscard]] bool same(std::string_view a, std::string_view b) const {
    return reader_ == DateReader::Cache ? equal_ignoring_case(a, b) : a == b;
  }

  bool name(std::string_view expected, int value, int& out) {
    if (!ok_ || !same(rest_.substr(0, expected.size()), expected)) return false;
    out = value;
    rest_.remove_prefix(expected.size());
    return true;
  }

  Scanner& take(bool fits, std::size_t width) {
    ok_ = ok_ && fits;
    if (ok_) rest_.remove_prefix(width);
    return *this;
  }

  std::string_view rest_;
  DateReader reader_;
  bool ok_ = true;
};

std::optional<Civil> scan_imf_fixdate(std::string_view text, DateReader reader) {
  Civil c;
  Scanner s(text, reader);
  s.short_day(c.weekday).literal(", ").digits(c.day, 2).literal(" ").month(c.month).literal(" ");
  s.digits(c.year, 4).literal(" ").time(c).literal(" GMT");
  return s.at_end() ? std::optional(c) : std::nullopt;
}

std::optional<Civil> scan_rfc850(std::string_view text, DateReader reader, HttpDate now) {
  Civil c;
  Scanner s(text, reader);
  s.long_day(c.weekday).literal(", ").digits(c.day, 2).literal("-").month(c.month).literal("-");
  s.digits(c.year, 2).literal(" ").time(c).literal(" GMT");
  if (!s.at_end()) return std::nullopt;
  const int this_year = year_of(now);
  c.year += this_year - this_year % 100;
  if (c.year > this_year + 50) c.year -= 100;
  return c;
}

std::optional<Civil> scan_asctime(std::string_view text, DateReader reader) {
  Civil c;
  Scanner s(text, reader);
  s.short_day(c.weekday).literal(" ").month(c.month).literal(" ").day_padded_with_blank(c.day);
  s.literal(" ").time(c).literal(" ").digits(c.year, 4);
  return s.at_end() ? std::optional(c) : std::nullopt;
}

std::optional<ParsedDate> assemble(const std::optional<Civil>& c, DateForm form) {
  if (!c || c->hour > 23 || c->minute > 59 || c->second > 60) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{c->year},
                                         std::chrono::month{static_cast<unsigned>(c->month)},
                                         std::chrono::day{static_cast<unsigned>(c->day)}};
  if (!date.ok()) return std::nullopt;
  const std::chrono::sys_days day{date};
  const std::int64_t days = day.time_since_epoch().count();
  const std::chrono::weekday weekday{day};
  return ParsedDate{{days * kSecondsPerDay + c->hour * 3600 + c->minute * 60 + c->second},
                    form,
                    weekday.c_encoding() == static_cast<unsigned>(c->weekday)};
}

}  // namespace

std::optional<ParsedDate> parse_http_date(std::string_view text, DateReader reader, HttpDate now) {
  if (auto c = scan_imf_fixdate(text, reader)) return assemble(c, DateForm::ImfFixdate);
  if (auto c = scan_rfc850(text, reader, now)) return assemble(c, DateForm::Rfc850);
  return assemble(scan_asctime(text, reader), DateForm::Asctime);
}

std::string to_string(HttpDate date) {
  const std::chrono::sys_days day = floor_to_day(date);
  const std::chrono::year_month_day ymd{day};
  const std::int64_t in_day =
      date.seconds - std::int64_t{day.time_since_epoch().count()} * kSecondsPerDay;
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[std::chrono::weekday{day}.c_encoding()].substr(0, 3),
                     static_cast<unsigned>(ymd.day()),
                     kMonths[static_cast<unsigned>(ymd.month()) - 1], static_cast<int>(ymd.year()),
                     in_day / 3600, in_day / 60 % 60, in_day % 60);
}

}  // namespace wiretag::http
