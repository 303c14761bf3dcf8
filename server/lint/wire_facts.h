#pragma once

#include "documents/traffic/traffic.h"
#include "http/explain.h"

namespace wiretag::lint {

/// The sizes that an exchange states: heads that are on record as a whole, and the length of the
/// representation.
[[nodiscard]] http::WireFacts wire_facts(const Judged& judged);

}  // namespace wiretag::lint
