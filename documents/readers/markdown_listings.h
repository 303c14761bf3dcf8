#pragma once

#include "documents/readers/listing.h"

namespace wiretag::readers {

/// The code blocks of a CommonMark document and its HTML comments that suppress rules. Front matter
/// is skipped; lines of MDX components are taken for blank ones.
[[nodiscard]] Listings markdown_listings(std::string_view text);

}  // namespace wiretag::readers
