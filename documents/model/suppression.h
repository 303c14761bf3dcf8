#pragma once

#include <cstdint>
#include <vector>

#include "documents/model/origin.h"

namespace wiretag {

struct Exchange;

/// `# wiretag-ignore rule-a, rule-b: reason`, or `# wiretag-ignore-file rule: reason`.
struct Suppression {
  enum class Scope : std::uint8_t {
    Line,      ///< the line below
    Exchange,  ///< the exchange whose request line is below
    File,
  };
  Scope scope = Scope::Line;
  std::vector<Text> rules;  ///< ids as written
  Text reason;
  Text comment;                        ///< the comment, without line end
  Text whole_line;                     ///< what a fix removes, with line end
  Text target;                         ///< the line below; for Line
  const Exchange* exchange = nullptr;  ///< for Exchange
};

}  // namespace wiretag
