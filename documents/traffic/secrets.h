#pragma once

#include <vector>

#include "documents/model/exchange.h"
#include "http/secrets.h"

namespace wiretag {

/// The secrets that the heads of these exchanges hold.
[[nodiscard]] http::KnownSecrets known_secrets(const std::vector<const Exchange*>& exchanges);

}  // namespace wiretag
