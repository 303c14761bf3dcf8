#pragma once

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Reads what clients and sniffers print of HTTP: `curl -v`, `-i`, `-I`, `-D -` and `--trace-ascii`,
/// HTTPie and xh, `wget -S`, `tcpdump -A`, tcpflow; also between other lines, as in a CI log. One
/// part an exchange. Never fails: other lines are skipped.
void read_transcript(const Origin& source, Parts& parts);

/// The text holds at least one line that only such a transcript has.
[[nodiscard]] bool looks_like_transcript(std::string_view text);

}  // namespace wiretag::readers
