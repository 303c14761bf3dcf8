#pragma once

namespace wiretag::differential {

/// The server behind the caches: answers GET and HEAD of `/thousand`, `/one`, `/empty`, `/fresh`,
/// `/untagged`, `/undated` and `/weak` with 200, whatever the conditions, and one hour of
/// freshness; 404 elsewhere. Serves until the process is ended; returns only where it cannot
/// listen.
void serve_origin(int port);

}  // namespace wiretag::differential
