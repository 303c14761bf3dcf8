#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "documents/logs/log_format.h"
#include "documents/logs/log_record.h"

namespace wiretag::logs {

/// `value` with its escapes undone; the view itself where it holds none. `memory` holds the result
/// otherwise. What is no whole escape stays as it is.
[[nodiscard]] std::string_view unescape(std::string_view value, Escape escape, std::string& memory);

/// The entity tag of a column: `W/` and quotes taken off, however they are escaped. `-`, an empty
/// text and `null` are no tag.
[[nodiscard]] LoggedTag read_tag(std::string_view value, Escape escape, std::string& memory);

/// An If-None-Match or If-Match column holds a tag with this opaque part (weak comparison, RFC 9110
/// 8.8.3.2). `*` holds none.
[[nodiscard]] bool list_holds(std::string_view list, Escape escape, std::string_view opaque);

/// The words of nginx, Varnish, Squid, CloudFront, Cloudflare, Fastly, Akamai and of Cache-Status
/// (RFC 9211).
[[nodiscard]] CacheWord cache_word(std::string_view text);

/// Unix time of `10/Jun/2024:06:13:20 +0200`, ISO 8601 with a `T` or a blank, and of seconds with
/// or without a fraction, milli-, micro- and nanoseconds since the epoch. Without a zone: UTC.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view text);
/// Of `2024-06-10` and `06:13:20`.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view date, std::string_view time);

/// The digits at the start of `text`; nullopt where there are none or too many.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view text);

/// Whether the first position of a Range is behind byte 0: `bytes=100-`. A suffix range is not.
[[nodiscard]] bool resumes(std::string_view range);

[[nodiscard]] bool same_letters(std::string_view a, std::string_view b);

}  // namespace wiretag::logs
