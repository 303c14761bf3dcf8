#pragma once

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Reads the entries of a HAR 1.2 file into one part each, in the order in which their requests
/// were sent. Never fails: broken JSON and members of a wrong shape are problems, and the entries
/// around them are read. Entries that a cache answered are left out.
void read_har(const Origin& file, Parts& parts);

}  // namespace wiretag::readers
