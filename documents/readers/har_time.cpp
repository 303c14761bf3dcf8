#include "documents/readers/har_time.h"

#include <chrono>

#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

/// Takes numbers and marks off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `digits` digits.
  std::optional<int> number(std::size_t digits) {
    const std::string_view text = rest_.substr(0, digits);
    if (text.size() < digits || !http::all_digits(text)) return std::nullopt;
    int value = 0;
    for (const char c : text) value = value * 10 + (c - '0');
    rest_.remove_prefix(digits);
    return value;
  }
  /// A fraction in milliseconds.
  int milliseconds() {
    int value = 0;
    for (int unit = 100; !rest_.empty() && http::is_digit(rest_.front()); unit /= 10) {
      value += unit * (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return value;
  }

 private:
  std::string_view rest_;
};

/// Minutes east of UTC; nullopt where what is there is no zone.
std::optional<int> zone(Scanner& in) {
  if (in.done() || in.take("Zz")) return 0;
  const bool east = in.take("+");
  if (!east && !in.take("-")) return std::nullopt;
  const auto hours = in.number(2);
  in.take(":");
  const auto minutes = in.done() ? std::optional(0) : in.number(2);
  if (!hours || !minutes) return std::nullopt;
  const int offset = *hours * 60 + *minutes;
  return east ? offset : -offset;
}

}  // namespace

std::optional<std::int64_t> parse_iso_time(std::string_view text) {
  namespace chrono = std::chrono;
  Scanner in(text);
  const auto year = in.number(4);
  in.take("-");
  const auto month = in.number(2);
  in.take("-");
  const auto day = in.number(2);
  in.take("Tt ");
  const auto hour = in.number(2);
  in.take(":");
  const auto minute = in.number(2);
  in.take(":");
  const auto second = in.number(2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year),
                                    chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 24 || *minute > 59 || *second > 60) return std::nullopt;
  const int fraction = in.take(".,") ? in.milliseconds() : 0;
  const auto east = zone(in);
  if (!east || !in.done()) return std::nullopt;
  const std::int64_t days = chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute - *east) * 60 + *second;
  return seconds * 1000 + fraction;
}

}  // namespace wiretag::readers
