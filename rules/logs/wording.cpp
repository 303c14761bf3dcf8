#include "rules/logs/wording.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include <fmt/chrono.h>

#include "documents/model/log_traffic.h"
#include "http/fields/entity_tag.h"

namespace wiretag::rules {

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t left = digits.size(); left > 3;) {
    left -= 3;
    digits.insert(left, ",");
  }
  return digits;
}

std::string counted(std::uint64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string volume(std::uint64_t count) {
  constexpr std::array<std::string_view, 4> kUnits = {"MB", "GB", "TB", "PB"};
  if (count < 1'000'000) return bytes(count);
  double amount = static_cast<double>(count) / 1e6;
  std::size_t unit = 0;
  // 999.95 is shown as 1000.0, so it takes the next unit.
  for (; amount >= 999.95 && unit + 1 < kUnits.size(); ++unit) amount /= 1000;
  return fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

int percent(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0 || part == 0) return 0;
  if (part >= whole) return 100;
  const double share = static_cast<double>(part) / static_cast<double>(whole);
  return std::clamp(static_cast<int>(std::lround(share * 100)), 1, 99);
}

std::string hourly(std::uint64_t bytes, const LogTraffic& log) {
  constexpr std::int64_t kShortest = 600;
  const std::int64_t span = log.last_s - log.first_s;
  if (span < kShortest || bytes == 0) return {};
  const double rate = static_cast<double>(bytes) * 3600 / static_cast<double>(span);
  return fmt::format(", {} an hour", volume(static_cast<std::uint64_t>(rate)));
}

std::string minute_of(std::int64_t unix_s) {
  // Years of four digits: what lies outside them is no time of a log.
  constexpr std::int64_t kLast = 253402300799;
  const auto time = static_cast<std::time_t>(std::clamp<std::int64_t>(unix_s, 0, kLast));
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(time));
}

std::string shown_tag(std::string_view opaque, bool weak) {
  return quoted(http::to_string(http::EntityTag{opaque, weak}));
}

Text place_of(const LogCount& count, const UrlTraffic& url) {
  if (count.samples[0]) return count.samples[0]->place();
  return url.first ? url.first->place() : Text{};
}

void link_second(Report report, const LogCount& count) {
  report.related(count.samples[1], "and here");
}

std::uint64_t enough(const LogTraffic& log, std::uint64_t least, std::uint64_t most) {
  constexpr std::uint64_t kLinesPerOne = 20;
  return std::clamp(log.requests / kLinesPerOne, least, most);
}

}  // namespace wiretag::rules
