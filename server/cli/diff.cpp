#include "server/cli/diff.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

namespace wiretag::cli {
namespace {

constexpr std::size_t kContext = 3;
/// How far apart equal lines are looked for; fixes change a few lines at a time.
constexpr std::size_t kReach = 400;

using Lines = std::vector<std::string_view>;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

/// Lines [begin, end) of each side that take each other's place.
struct Change {
  std::size_t old_begin;
  std::size_t old_end;
  std::size_t new_begin;
  std::size_t new_end;
};

/// The two sides go on alike at `i` and `j`: two equal lines, or the end of both.
bool alike(const Lines& a, std::size_t i, const Lines& b, std::size_t j) {
  if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
  if (a[i] != b[j]) return false;
  if (i + 1 == a.size() || j + 1 == b.size()) return true;
  return a[i + 1] == b[j + 1];
}

Change next_change(const Lines& a, std::size_t i, const Lines& b, std::size_t j) {
  for (std::size_t distance = 1; distance <= kReach; ++distance) {
    for (std::size_t skip = 0; skip <= distance; ++skip) {
      const std::size_t x = i + distance - skip;
      const std::size_t y = j + skip;
      if (x <= a.size() && y <= b.size() && alike(a, x, b, y)) return {i, x, j, y};
    }
  }
  return {i, a.size(), j, b.size()};
}

std::vector<Change> changes_between(const Lines& a, const Lines& b) {
  std::vector<Change> changes;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i;
      ++j;
      continue;
    }
    changes.push_back(next_change(a, i, b, j));
    i = changes.back().old_end;
    j = changes.back().new_end;
  }
  return changes;
}

class Printer {
 public:
  Printer(const Lines& before, const Lines& after, const Palette& palette)
      : before_(before), after_(after), palette_(palette) {}

  /// Prints changes whose contexts touch as one hunk.
  void hunk(const Change* first, const Change* last) {
    const std::size_t lead = std::min(kContext, first->old_begin);
    const Change& end = *std::prev(last);
    const std::size_t trail = std::min(kContext, before_.size() - end.old_end);
    const std::size_t old_begin = first->old_begin - lead;
    const std::size_t new_begin = first->new_begin - lead;
    fmt::format_to(std::back_inserter(out_), "{}@@ -{} +{} @@{}\n", palette_.cyan,
                   extent(old_begin, end.old_end + trail), extent(new_begin, end.new_end + trail),
                   palette_.reset);
    std::size_t at = old_begin;
    for (const Change* change = first; change != last; ++change) {
      lines(before_, at, change->old_begin, ' ', "");
      lines(before_, change->old_begin, change->old_end, '-', palette_.red);
      lines(after_, change->new_begin, change->new_end, '+', palette_.green);
      at = change->old_end;
    }
    lines(before_, at, end.old_end + trail, ' ', "");
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  static std::string extent(std::size_t begin, std::size_t end) {
    return fmt::format("{},{}", end == begin ? begin : begin + 1, end - begin);
  }

  void lines(const Lines& all, std::size_t begin, std::size_t end, char mark,
             std::string_view color) {
    for (std::size_t i = begin; i < end; ++i) {
      std::string_view line = all[i];
      const bool ended = line.ends_with('\n');
      if (ended) line.remove_suffix(1);
      fmt::format_to(std::back_inserter(out_), "{}{}{}{}\n", color, mark, line,
                     color.empty() ? "" : palette_.reset);
      if (!ended) out_ += "\\ No newline at end of file\n";
    }
  }

  const Lines& before_;
  const Lines& after_;
  const Palette& palette_;
  std::string out_;
};

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after,
                         const Palette& palette) {
  const Lines old_lines = split(before);
  const Lines new_lines = split(after);
  const std::vector<Change> changes = changes_between(old_lines, new_lines);
  if (changes.empty()) return {};

  Printer printer(old_lines, new_lines, palette);
  const Change* first = changes.data();
  const Change* const end = first + changes.size();
  while (first != end) {
    const Change* last = first + 1;
    while (last != end && last->old_begin - std::prev(last)->old_end <= 2 * kContext) ++last;
    printer.hunk(first, last);
    first = last;
  }
  while (path.starts_with('/')) path.remove_prefix(1);
  return fmt::format("{0}--- a/{2}\n+++ b/{2}{1}\n{3}", palette.bold, palette.reset, path,
                     printer.take());
}

}  // namespace wiretag::cli
