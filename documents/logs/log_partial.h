#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "documents/logs/log_source.h"
#include "documents/logs/log_state.h"

namespace wiretag::logs {

/// The fold of a shard as bytes; docs/log-partials.md has the format. Kept lines of the sources
/// carry their numbers. Equal folds of equal sources are equal byte for byte.
[[nodiscard]] std::string encode_partial(LogFold::State& fold, const std::vector<Source>& sources);

/// Reads what `encode_partial` has written into an empty portion with the same limits. The error
/// says why these bytes are none. Any bytes are taken.
[[nodiscard]] tl::expected<void, std::string> decode_partial(std::string_view data,
                                                             Portion& portion);

}  // namespace wiretag::logs
