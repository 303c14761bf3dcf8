#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/text/span.h"

namespace wiretag::text {

/// A 0-based line and a 0-based column, counted in the units of the call that made it.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  auto operator<=>(const Position&) const = default;
};

/// How columns are counted. In all of them an invalid byte counts as one unit.
enum class Units : std::uint8_t {
  Utf8,        ///< bytes
  Utf16,       ///< code units: 2 above U+FFFF
  CodePoints,  ///< Unicode code points
};

/// Line starts of one text. Calls on one index are not made from several threads at a time. Lines
/// end at LF, CR LF or a lone CR; a byte order mark belongs to line 0.
class LineIndex {
 public:
  LineIndex() : starts_{0} {}
  explicit LineIndex(std::string_view text);

  /// Replaces `removed` by `inserted` bytes; `text` is the text after the edit.
  void edit(std::string_view text, Span removed, std::uint32_t inserted);

  [[nodiscard]] std::uint32_t line_count() const {
    return static_cast<std::uint32_t>(starts_.size());
  }

  /// The line that holds `offset`; an offset past the end is in the last line.
  [[nodiscard]] std::uint32_t line_of(std::uint32_t offset) const;

  /// The bytes of a line without its line end. A line past the last is empty, at the end of the
  /// text.
  [[nodiscard]] Span line(std::string_view text, std::uint32_t number) const;

  /// Offsets past the end are clamped; an offset inside a character counts as its start.
  [[nodiscard]] Position position(std::string_view text, std::uint32_t offset, Units units) const;

  /// A column past the end of its line is clamped to the end, a line past the last to the end of
  /// the text; a column inside a character counts as its start.
  [[nodiscard]] std::uint32_t offset(std::string_view text, Position position, Units units) const;

  bool operator==(const LineIndex& other) const { return starts_ == other.starts_; }

 private:
  /// A place within a long line whose column is known.
  struct Milestone {
    std::uint32_t offset = 0;  ///< from the start of the line
    std::uint32_t column = 0;
  };
  /// The milestones of the long line that was asked for last, as far as it was looked at: a file
  /// may be a single line, and asked for many places.
  struct Milestones {
    std::uint32_t line = 0;
    Units units = Units::Utf8;
    std::vector<Milestone> marks;
  };

  struct Walk;

  [[nodiscard]] const std::vector<Milestone>& milestones(std::uint32_t line, Units units) const;

  std::vector<std::uint32_t> starts_;
  mutable Milestones known_;
};

}  // namespace wiretag::text
