#pragma once

#include <cstddef>

#include "documents/readers/part.h"
#include "documents/syntax/tree.h"

namespace wiretag::readers {

/// Reads the tree of `origin.text()`, parsed with the `http` grammar. Never fails: what is not
/// understood is a problem.
[[nodiscard]] HttpContent read_http(const syntax::Tree& tree, const Origin& origin);

/// Reads the text of `part` as a `.http` file into its content.
void read_http(Part& part);
/// Reads the first `size` bytes of it only.
void read_http(Part& part, std::size_t size);

}  // namespace wiretag::readers
