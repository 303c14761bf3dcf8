#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// A line of a transcript: its text and its line end, which stands behind it.
struct Line {
  std::string_view text;
  std::string_view end;
};

/// The lines of a text. CR LF, LF and CR end a line; so does CR CR LF, which terminals record.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }
  /// The next line; an empty one behind the last.
  [[nodiscard]] Line peek();
  Line next();

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t feed_ = 0;  ///< the first line feed at or behind `at_`, where it is not in front
  bool feed_known_ = false;
};

/// What stands in front of each line of a message: what a log writes in front of its lines, and
/// blanks or a comment mark.
struct Lead {
  bool logged = false;
  std::string_view literal;

  /// What stands behind it on `line`; an empty view for a line with nothing else; nullopt for a
  /// line that does not start so.
  [[nodiscard]] std::optional<std::string_view> behind(std::string_view line) const;
};

/// Bytes that a log writes in front of its lines: time stamps, `web-1  | `, `stdout F `, a step of
/// a build.
[[nodiscard]] std::size_t log_prefix(std::string_view line);

/// What a line starts with in front of its first word.
[[nodiscard]] Lead lead_of(std::string_view line);

/// What follows the columns of curl's progress meter; the whole line where there is no meter.
[[nodiscard]] std::string_view behind_meter(std::string_view line);
/// One of the two lines above the progress meter.
[[nodiscard]] bool meter_heading(std::string_view line);

/// The status of a line `HTTP/1.1 304 Not Modified`; 0 for any other.
[[nodiscard]] int status_of(std::string_view line);

struct RequestLine {
  std::string_view method;
  std::string_view target;
  std::string_view version;
};

/// `GET /x HTTP/1.1`, with a method of RFC 9110 or WebDAV and a version.
[[nodiscard]] std::optional<RequestLine> request_line_of(std::string_view line);
[[nodiscard]] bool known_method(std::string_view word);

/// The name of a field line, pseudo-fields with their colon; empty for any other line.
[[nodiscard]] std::string_view field_name_of(std::string_view line);
/// What stands behind the colon of a field line, without blanks around it.
[[nodiscard]] std::string_view field_value_of(std::string_view line);

[[nodiscard]] bool blank_line(std::string_view line);

/// The text has sequences that color it on a terminal.
[[nodiscard]] bool has_colors(std::string_view text);
/// The text without them.
[[nodiscard]] Decoding without_colors(const Origin& source);

}  // namespace wiretag::readers
