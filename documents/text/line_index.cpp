#include "documents/text/line_index.h"

#include <algorithm>

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

}  // namespace

LineIndex::LineIndex(std::string_view text) : starts_{0} {
  append_starts(text, 0, static_cast<std::uint32_t>(text.size()), starts_);
}

void LineIndex::edit(std::string_view text, Span removed, std::uint32_t inserted) {
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

Position LineIndex::position(std::string_view text, std::uint32_t offset, Units units) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const std::uint32_t number = line_of(offset);
  std::string_view rest = text.substr(starts_[number]);
  std::uint32_t left = offset - starts_[number];
  std::uint32_t column = 0;
  while (left > 0) {
    const auto length = static_cast<std::uint32_t>(sequence_length(rest));
    if (length > left) break;
    column += units_of(rest.substr(0, length), units);
    rest.remove_prefix(length);
    left -= length;
  }
  return {number, column};
}

std::uint32_t LineIndex::offset(std::string_view text, Position position, Units units) const {
  const Span span = line(text, position.line);
  std::string_view rest = text.substr(span.begin, span.size());
  std::uint32_t at = span.begin;
  std::uint32_t left = position.column;
  while (left > 0 && !rest.empty()) {
    const auto length = static_cast<std::uint32_t>(sequence_length(rest));
    const std::uint32_t width = units_of(rest.substr(0, length), units);
    if (width > left) break;
    left -= width;
    at += length;
    rest.remove_prefix(length);
  }
  return at;
}

}  // namespace wiretag::text
