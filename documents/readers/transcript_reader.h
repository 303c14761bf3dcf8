#pragma once

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Reads what clients and sniffers print of HTTP: `curl -v`, `-i`, `-I`, `-D -` and
/// `--trace-ascii`, HTTPie and xh, `wget -S`, `tcpdump -A`, tcpflow, varnishlog; also between other
/// lines, as in a CI log. One part an exchange. Never fails: other lines are skipped.
void read_transcript(const Origin& source, Parts& parts);

}  // namespace wiretag::readers
