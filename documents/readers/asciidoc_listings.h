#pragma once

#include "documents/readers/listing.h"

namespace wiretag::readers {

/// The listings of an AsciiDoc document: delimited blocks (`----`, `....`), fences and paragraphs
/// under `[source,…]`. Callouts (`<1>`) and directives are not part of them.
[[nodiscard]] Listings asciidoc_listings(std::string_view text);

}  // namespace wiretag::readers
