#pragma once

#include <string_view>

#include "documents/readers/part.h"

namespace wiretag::readers {

/// Reads what varnishlog(1) prints, grouped or raw: one part an exchange, in the order of their
/// starts. A request is what its sender has sent: of a client before VCL edits it, of Varnish to a
/// backend after. A response is what its receiver got: a client after all edits, Varnish before
/// any. Clients and backends are worlds of their own. What VCL restarts is one exchange; the
/// fragments that Varnish asks itself (ESI) are none. Never fails: other lines are skipped, and a
/// response that the log ends in is left out.
void read_varnishlog(const Origin& source, Parts& parts);

/// The text holds at least one line that only varnishlog(1) prints.
[[nodiscard]] bool looks_like_varnishlog(std::string_view text);

}  // namespace wiretag::readers
