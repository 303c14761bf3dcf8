#pragma once

#include <vector>

#include "documents/model/exchange.h"

namespace wiretag::readers {

/// Comment lines that stand directly below one another.
struct CommentBlock {
  std::vector<Text> lines;
  bool above_request = false;  ///< touches the request line below it
};

/// Reads what a comment block says about the exchange it belongs to: origin notes, `# @`
/// directives, the node named in a sentence above the request. Later statements win over earlier
/// ones of the same kind.
void read_notes(const CommentBlock& block, Annotations& notes);

}  // namespace wiretag::readers
