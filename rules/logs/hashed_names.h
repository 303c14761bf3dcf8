#pragma once

#include "documents/model/log_traffic.h"

namespace wiretag::rules {

/// The name of the file carries a hash of its content; in a group, that of its first line does.
[[nodiscard]] bool has_hashed_name(const UrlTraffic& url);

}  // namespace wiretag::rules
