#pragma once

#include "documents/readers/listing.h"

namespace wiretag::readers {

/// The listings of a reStructuredText document: `.. code-block::` and its synonyms, `..
/// http:example::`, and literal blocks behind `::`, whose language is that of the last `..
/// highlight::`.
[[nodiscard]] Listings restructured_text_listings(std::string_view text);

}  // namespace wiretag::readers
