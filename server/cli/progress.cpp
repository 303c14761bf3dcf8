#include "server/cli/progress.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace wiretag::cli {
namespace {

constexpr double kDelaySeconds = 0.5;
constexpr int kBarColumns = 24;
constexpr std::string_view kToLineStart = "\r\x1b[2K";

void put(std::string_view text) {
  // A terminal that takes no more text is no reason to stop.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
}

std::string time_left(double seconds) {
  const auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  if (whole < 100) return fmt::format("{} s", whole);
  return fmt::format("{} min {} s", whole / 60, whole % 60);
}

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * kBarColumns);
  std::string text(full, '=');
  if (full < kBarColumns) text += '>';
  text.resize(kBarColumns, ' ');
  return text;
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (value /= 1000; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
  return fmt::format("{:.{}f} {}", value, value < 9.95 ? 1 : 0, kUnits[unit]);
}

std::string progress_text(std::uint64_t done, std::uint64_t total, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const std::string speed = size_text(static_cast<std::uint64_t>(rate)) + "/s";
  if (total == 0) return fmt::format("{}, {}", size_text(done), speed);
  const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const double left = rate > 0 ? static_cast<double>(total - std::min(done, total)) / rate : 0;
  return fmt::format("[{}] {:.0f} %  {} of {}, {}, {} left", bar(share), share * 100,
                     size_text(done), size_text(total), speed, time_left(left));
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
  if (!shown_) return;
  const std::chrono::duration<double> elapsed = Clock::now() - begin_;
  if (elapsed.count() < kDelaySeconds) return;
  put(std::string(kToLineStart) + progress_text(done, total, elapsed.count()));
  drawn_ = true;
}

void Progress::clear() {
  if (drawn_) put(kToLineStart);
  drawn_ = false;
}

}  // namespace wiretag::cli
