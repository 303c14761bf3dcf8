#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_format.h"
#include "documents/logs/log_record.h"
#include "documents/logs/log_source.h"
#include "documents/model/log_traffic.h"
#include "documents/model/origin.h"
#include "documents/readers/part.h"

namespace wiretag::readers {

/// Why the lines of a log are not read, or not as its author meant.
struct LogProblem {
  enum class Kind : std::uint8_t {
    UnknownFormat,    ///< none fits; the place is the first line
    MalformedFormat,  ///< the place is the comment that names one
  };
  Kind kind = Kind::UnknownFormat;
  Text place;
  std::string detail;  ///< what was tried, or what is wrong with the format
};

/// A column of one line, and the value under it.
struct LogColumn {
  const logs::Column* column = nullptr;  ///< of the format that the line is read by
  Text value;                            ///< as written
};

/// A log, or a snippet of one, in a document: the same records in the same fold as of a file that
/// is scanned. It points into `origin`, which lives as long and stays where it is.
class LogContent {
 public:
  /// Reads `origin.text()`. The format is `named`, else what a comment line names, else what fits
  /// the lines.
  explicit LogContent(const Origin& origin, const logs::LogFormat* named = nullptr);

  /// Null where no format is known. Lines that do not fit it are in its `faults`.
  [[nodiscard]] const LogTraffic* traffic() const { return traffic_.get(); }
  [[nodiscard]] const std::vector<LogProblem>& problems() const { return problems_; }

  // The line around a byte offset of the file.

  /// The format that the line is read by; null where none is known.
  [[nodiscard]] const logs::LogFormat* format_at(std::uint32_t file_offset) const;
  /// nullopt for comments and for lines that do not fit the format. Its tag lives until the next
  /// call.
  [[nodiscard]] std::optional<logs::LogRecord> record_at(std::uint32_t file_offset);
  /// The column that the offset stands in, or right behind; of the fields that the grammar finds.
  [[nodiscard]] std::optional<LogColumn> column_at(std::uint32_t file_offset) const;

 private:
  void find_format();
  void fold();
  [[nodiscard]] std::optional<std::size_t> in_text(std::uint32_t file_offset) const;
  [[nodiscard]] std::string_view line_around(std::size_t at) const;

  const Origin* origin_;
  std::vector<logs::FormatChange> formats_;
  std::unique_ptr<LogTraffic> traffic_;
  std::vector<LogProblem> problems_;
  std::optional<logs::LineReader> reader_;  ///< for single lines
  const logs::LogFormat* reads_ = nullptr;  ///< what `reader_` is compiled from
};

/// Reads a text that is a log, or is said to be one.
void read_log(const Origin& origin, Parts& parts);
/// Reads a listing of which it is not known that it is an access log: one that is none has nothing
/// to say.
void read_log_snippet(const Origin& origin, Parts& parts);

}  // namespace wiretag::readers
