#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "documents/model/log_traffic.h"
#include "rules/reporter.h"

namespace wiretag::rules {

/// "1,204"
[[nodiscard]] std::string grouped(std::uint64_t count);
/// "1 check", "1,204 checks"; the plural of a regular noun.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view noun);
/// Up to a million as `bytes()` writes it, then "1.2 MB", "1.2 GB", "1.2 TB" in powers of 1,000.
[[nodiscard]] std::string volume(std::uint64_t bytes);
/// Rounded percent; 0 of nothing. A part that is there but rounds to 0 is 1, and one that is not
/// all but rounds to 100 is 99.
[[nodiscard]] int percent(std::uint64_t part, std::uint64_t whole);
/// ", 1.2 GB an hour" where the log runs for ten minutes or longer; else empty.
[[nodiscard]] std::string hourly(std::uint64_t bytes, const LogTraffic& log);
/// "2026-06-10 12:03 UTC"
[[nodiscard]] std::string minute_of(std::int64_t unix_s);
/// The tag as it stands on the wire, as a message quotes it.
[[nodiscard]] std::string shown_tag(std::string_view opaque, bool weak);

/// Where a count was seen first; the first line of its URL where no line was kept for it.
[[nodiscard]] Text place_of(const LogCount& count, const UrlTraffic& url);
/// Links the second line of a count.
void link_second(Report report, const LogCount& count);

/// How many lines a verdict takes. A snippet shows in a few lines what a long log has to show
/// more often: one in twenty of its lines, but `least` at least and `most` at most.
[[nodiscard]] std::uint64_t enough(const LogTraffic& log, std::uint64_t least, std::uint64_t most);

}  // namespace wiretag::rules
