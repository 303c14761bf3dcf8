#pragma once

#include <vector>

#include "documents/readers/document.h"
#include "documents/text/edit.h"
#include "documents/traffic/traffic.h"

namespace wiretag::lsp {

/// Writes the response that is predicted below a request that has none: the status line, and the
/// fields that the status needs as far as they are known. A `# @mock` above the request says that
/// it is no recording. Empty where nothing is predicted or a response is on record.
[[nodiscard]] std::vector<text::Edit> predicted_response(const readers::Document& document,
                                                         const Judged& judged);

}  // namespace wiretag::lsp
