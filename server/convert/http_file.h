#pragma once

#include <string>

#include "documents/readers/document.h"

namespace wiretag::convert {

struct Options {
  bool secrets = false;  ///< keep credentials, cookies and signed query parameters as they are
};

/// The exchanges of a document as a `.http` file: those of one URL together, in the order in which
/// they happened, with their node, time and notes. It lints to the same findings. Content that
/// would not read as content again is left out and marked with `...`.
[[nodiscard]] std::string http_file(const readers::Document& document, const Options& options);

}  // namespace wiretag::convert
