#include "documents/text/line_index.h"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "documents/text/utf8.h"

namespace wiretag::text {
namespace {

/// Appends the start of every line that begins in (begin, end] of `text`.
void append_starts(std::string_view text, std::uint32_t begin, std::uint32_t end,
                   std::vector<std::uint32_t>& starts) {
  for (std::uint32_t i = begin; i < end; ++i) {
    const char c = text[i];
    if (c == '\n') {
      starts.push_back(i + 1);
    } else if (c == '\r' && (i + 1 >= text.size() || text[i + 1] != '\n')) {
      starts.push_back(i + 1);
    }
  }
}

std::uint32_t units_of(std::string_view character, Units units) {
  switch (units) {
    case Units::Utf8: return static_cast<std::uint32_t>(character.size());
    case Units::Utf16: return character.size() == 4 ? 2 : 1;
    case Units::CodePoints: return 1;
  }
  return 1;
}

/// Distance of the milestones in a long line.
constexpr std::uint32_t kMilestoneBytes = 16384;

bool eight_ascii(std::string_view text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), sizeof bytes);
  return (bytes & 0x8080808080808080U) == 0;
}

}  // namespace

/// Goes through a line from a place whose column is known.
struct LineIndex::Walk {
  std::string_view line;
  Units units;
  Milestone at = {};

  /// To the last start of a character that is not behind `offset`.
  const Milestone& to_offset(std::uint32_t offset) { return go(offset, UINT32_MAX); }
  /// To the last start of a character whose column is not above `column`.
  const Milestone& to_column(std::uint32_t column) { return go(UINT32_MAX, column); }

 private:
  const Milestone& go(std::uint32_t offset, std::uint32_t column) {
    while (at.offset < line.size()) {
      const std::string_view rest = line.substr(at.offset);
      if (rest.size() >= 8 && offset - at.offset >= 8 && column - at.column >= 8 &&
          eight_ascii(rest)) {
        at.offset += 8;
        at.column += 8;
        continue;
      }
      const auto length = static_cast<std::uint32_t>(sequence_length(rest));
      const std::uint32_t width = units_of(rest.substr(0, length), units);
      if (length > offset - at.offset || width > column - at.column) break;
      at.offset += length;
      at.column += width;
    }
    return at;
  }
};

LineIndex::LineIndex(std::string_view text) : starts_{0} {
  append_starts(text, 0, static_cast<std::uint32_t>(text.size()), starts_);
}

void LineIndex::edit(std::string_view text, Span removed, std::uint32_t inserted) {
  known_ = {};
  // A CR just before or an LF just after the edit may change what ends a line: the byte on each
  // side is looked at again.
  const std::uint32_t scan_begin = removed.begin == 0 ? 0 : removed.begin - 1;
  const std::uint32_t scan_end = std::min<std::uint32_t>(removed.begin + inserted + 1,
                                                         static_cast<std::uint32_t>(text.size()));
  const std::uint32_t old_scan_end = removed.end + 1;
  const auto first = std::upper_bound(starts_.begin(), starts_.end(), scan_begin);
  const auto last = std::upper_bound(first, starts_.end(), old_scan_end);

  std::vector<std::uint32_t> fresh;
  append_starts(text, scan_begin, scan_end, fresh);
  const std::int64_t delta = std::int64_t{inserted} - removed.size();
  for (auto it = last; it != starts_.end(); ++it) *it = static_cast<std::uint32_t>(*it + delta);
  const auto at = starts_.erase(first, last);
  starts_.insert(at, fresh.begin(), fresh.end());
}

std::uint32_t LineIndex::line_of(std::uint32_t offset) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<std::uint32_t>(next - starts_.begin()) - 1;
}

Span LineIndex::line(std::string_view text, std::uint32_t number) const {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (number >= starts_.size()) return {size, size};
  const std::uint32_t begin = starts_[number];
  std::uint32_t end = number + 1 < starts_.size() ? starts_[number + 1] : size;
  if (number + 1 < starts_.size()) {
    if (end > begin && text[end - 1] == '\n') --end;
    if (end > begin && text[end - 1] == '\r') --end;
  }
  return {begin, end};
}

const std::vector<LineIndex::Milestone>& LineIndex::milestones(std::uint32_t line,
                                                               Units units) const {
  if (known_.marks.empty() || known_.line != line || known_.units != units) {
    known_ = {line, units, {{0, 0}}};
  }
  return known_.marks;
}

Position LineIndex::position(std::string_view text, std::uint32_t offset, Units units) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const std::uint32_t number = line_of(offset);
  const std::uint32_t begin = starts_[number];
  Walk walk{text.substr(begin), units};
  if (offset - begin <= kMilestoneBytes) return {number, walk.to_offset(offset - begin).column};

  const auto& marks = milestones(number, units);
  walk.at = *std::prev(std::upper_bound(
      marks.begin(), marks.end(), offset - begin,
      [](std::uint32_t wanted, const Milestone& mark) { return wanted < mark.offset; }));
  while (offset - begin - walk.at.offset > kMilestoneBytes) {
    walk.to_offset(walk.at.offset + kMilestoneBytes);
    known_.marks.push_back(walk.at);
  }
  return {number, walk.to_offset(offset - begin).column};
}

std::uint32_t LineIndex::offset(std::string_view text, Position position, Units units) const {
  const Span span = line(text, position.line);
  Walk walk{text.substr(span.begin, span.size()), units};
  if (position.column > kMilestoneBytes && position.line < starts_.size()) {
    const auto& marks = milestones(position.line, units);
    walk.at = *std::prev(std::upper_bound(
        marks.begin(), marks.end(), position.column,
        [](std::uint32_t wanted, const Milestone& mark) { return wanted < mark.column; }));
  }
  return span.begin + walk.to_column(position.column).offset;
}

}  // namespace wiretag::text
