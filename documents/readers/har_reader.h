#pragma once

#include <cstddef>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Bytes behind a HAR text that the reader may look at.
inline constexpr std::size_t kHarPadding = 64;

/// Reads the entries of a HAR 1.2 file into one part each, in the order in which their requests
/// were sent. Never fails: broken JSON and members of a wrong shape are problems, and the entries
/// around them are read; what is skipped in whole JSON is only checked for balance. Entries that a
/// cache answered are left out. At least `kHarPadding` bytes of memory follow the file's text, the
/// first of them NUL.
void read_har(const Origin& file, Parts& parts);

}  // namespace wiretag::readers
