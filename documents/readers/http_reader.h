#pragma once

#include <vector>

#include "documents/model/exchange.h"
#include "documents/model/suppression.h"
#include "documents/syntax/tree.h"

namespace wiretag::readers {

/// What a stretch of a `.http` file says, in its order.
struct HttpContent {
  std::vector<Exchange> exchanges;
  std::vector<Problem> problems;
  std::vector<Suppression> suppressions;  ///< point at `exchanges`, which is not to grow any more
};

/// Reads the tree of `origin.text()`, parsed with the `http` grammar. Never fails: what is not
/// understood is a problem.
[[nodiscard]] HttpContent read_http(const syntax::Tree& tree, const Origin& origin);

}  // namespace wiretag::readers
