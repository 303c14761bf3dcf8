#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "documents/logs/log_format.h"
#include "documents/logs/log_record.h"

namespace wiretag::logs {

/// What became of a line.
enum class LineResult : std::uint8_t {
  Request,  ///< the record is filled
  Comment,  ///< a comment, a directive or a blank line
  Columns,  ///< does not fit the format; the same names as LineFault from here
  Status,
  Json,
};

/// The fault of a line that was not read.
[[nodiscard]] LineFault fault_of(LineResult result);

/// Cuts lines into columns. It keeps a copy of the format and some memory of its own, so each
/// thread has one.
class LineReader {
 public:
  explicit LineReader(LogFormat format);

  /// Reads one line, without its LF; a CR in front of that is left out. Values of the record point
  /// into the line. Any bytes are taken. A record that is read into again saves time.
  LineResult read(std::string_view line, LogRecord& record);

  [[nodiscard]] const LogFormat& format() const { return format_; }
  /// Goes on with another format, as a `#Fields` line asks for.
  void use(LogFormat format);

  /// A value with the escapes of the format undone; of a value without any the view itself.
  [[nodiscard]] std::string_view unescaped(std::string_view value, std::string& memory) const;

  /// One stretch of the line and the index of its column in the format.
  struct Cut {
    std::size_t column = 0;
    std::string_view text;
  };
  /// The cut of a line alone, columns to ignore included, in the order of the line. Empty where the
  /// line does not fit.
  [[nodiscard]] std::vector<Cut> cut(std::string_view line) const;

 private:
  /// How a column of a template ends.
  struct Step {
    std::string stop;        ///< the literal behind it
    std::uint64_t word = 0;  ///< the same as a number of 8 bytes
    std::uint64_t mask = 0;  ///< of its bytes; 0 where it is longer than that
    char first = 0;
    bool bare = false;
    bool quoted = false;
    bool last = false;
    bool list = false;    ///< of upstreams, with blanks inside
    bool blanks = false;  ///< may stand inside although nothing encloses it
  };

  void compile();
  void clear(LogRecord& record) const;
  bool split(std::string_view line, LogRecord& record, std::vector<Cut>* cuts) const;
  bool split_template(std::string_view text, bool lenient, LogRecord& record,
                      std::vector<Cut>* cuts) const;
  struct End;
  [[nodiscard]] End end_of_column(const char* begin, const char* end, const Step& step,
                                  bool lenient) const;
  bool split_fields(std::string_view text, LogRecord& record, std::vector<Cut>* cuts) const;
  bool split_labels(std::string_view text, LogRecord& record, std::vector<Cut>* cuts) const;
  bool split_json(std::string_view text, LogRecord& record, std::vector<Cut>* cuts) const;
  LineResult interpret(LogRecord& record);
  void read_request(LogRecord& record) const;
  void read_tag(LogRecord& record);
  void read_time(LogRecord& record);

  LogFormat format_;
  std::vector<Step> steps_;
  std::uint32_t known_ = 0;
  bool names_cache_ = false;        ///< a node may be HAProxy's cache
  std::vector<std::string> paths_;  ///< of JSON columns, in small letters
  mutable std::string path_;
  std::string tag_memory_;
  std::string last_time_;  ///< lines of one second spell it alike
  std::int64_t last_time_s_ = 0;
};

/// The text behind the prefix that a collector has put in front of a line; the whole line without
/// one.
[[nodiscard]] std::string_view without_prefix(std::string_view line, Prefix prefix);

}  // namespace wiretag::logs
