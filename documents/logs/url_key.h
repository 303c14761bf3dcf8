#pragma once

#include <string>
#include <string_view>

#include "documents/logs/log_record.h"

namespace wiretag::logs {

/// The URL of a line as one text: host, path and query, as far as the log has them. A view into
/// the line where that is possible, else into `memory`.
[[nodiscard]] std::string_view raw_url(const LogRecord& record, std::string& memory);

/// A raw URL without what differs from request to request although the resource is the same:
/// escapes of the log, the fragment, the default port, letter case of the host, and parameters of
/// trackers and cache busters (`utm_source`, `gclid`, `_=1718000000`). At most 2,000 bytes.
[[nodiscard]] std::string normal_url(std::string_view raw, Escape escape);

/// What URLs that differ in ids only have in common: `/users/{id}/photo-{id}.jpg?w={any}`.
[[nodiscard]] std::string url_pattern(std::string_view url);

}  // namespace wiretag::logs
