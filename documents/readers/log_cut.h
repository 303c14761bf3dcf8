#pragma once

#include <string_view>
#include <vector>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_format.h"
#include "documents/syntax/tree.h"

namespace wiretag::readers {

/// Cuts lines of a log by the fields that the `accesslog` grammar finds in them, which knows no
/// format. It serves the place under a cursor; of a line that a format fits, and whose values are
/// escaped, it is the cut of `logs::LineReader`.
class GrammarCut {
 public:
  GrammarCut();

  /// The columns of `line`, which is one line without its LF. Empty where the line does not fit.
  [[nodiscard]] std::vector<logs::LineReader::Cut> cut(std::string_view line,
                                                       const logs::LogFormat& format);

 private:
  syntax::Parser parser_;
};

}  // namespace wiretag::readers
