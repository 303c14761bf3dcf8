#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "documents/readers/transcript_conversation.h"

namespace wiretag::readers {

/// The form of `--trace-ascii`: sections (`=> Send header, 83 bytes (0x53)`) of rows
/// (`0011: Host: example.com`). A line of a head takes one row, or more where it is long.
class TraceReader {
 public:
  explicit TraceReader(Conversation& conversation) : conversation_(conversation) {}

  /// Takes the line that starts a section.
  void section(std::string_view text);
  /// Takes a row of the open section; any other line ends it, and false is returned.
  bool row(const Line& line);
  /// Nothing comes behind the last row.
  void finish() { take_line(); }

 private:
  enum class Kind : std::uint8_t { None, SentHead, ReceivedHead, ReceivedData, Other };

  void take_line();
  void head_line(const Pieces& line, bool sent);
  bool start(const Pieces& line, bool sent);
  void start_long_request(const Pieces& line);
  void add_field(const Pieces& line);
  void data_line(const Pieces& line);

  Conversation& conversation_;
  Kind kind_ = Kind::None;
  std::uint64_t next_ = 0;  ///< the offset behind the last row
  Pieces rows_;             ///< the rows of the line that is read
  std::string_view first_;  ///< the first of them
  std::string_view end_;    ///< the line end of the last
  bool blank_ = false;      ///< the last is empty
};

}  // namespace wiretag::readers
