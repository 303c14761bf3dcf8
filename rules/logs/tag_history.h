#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "documents/model/log_traffic.h"

namespace wiretag::rules {

/// One tag of a URL over time, `W/` and the suffixes of codings folded away.
struct TagSpan {
  std::string_view node;  ///< empty where nodes are folded together
  std::string_view tag;   ///< folded
  std::string_view sent;  ///< the opaque part as one response has it
  bool weak = false;      ///< that response's
  std::uint32_t member = 0;
  std::uint64_t responses = 0;
  std::uint64_t smallest = 0;  ///< of its 200s; 0 without one
  std::uint64_t largest = 0;
  std::int64_t first_s = 0;
  std::int64_t last_s = 0;
  const LogSample* first = nullptr;
};

enum class Nodes : std::uint8_t { Apart, Together };

/// The tags of a URL, by member, node and tag. Responses without a tag are left out, and those
/// without a node where nodes are kept apart.
[[nodiscard]] std::vector<TagSpan> tag_history(const UrlTraffic& url, Nodes nodes);

/// The same URL, and 200s of one length: the whole content or its smallest coding. Lengths under
/// 64 bytes prove nothing. Where one of the two has no 200, its length is taken to fit.
[[nodiscard]] bool same_size(const TagSpan& a, const TagSpan& b);

/// Seconds in which both were sent, from the first to the last response of each.
[[nodiscard]] std::int64_t overlap_s(const TagSpan& a, const TagSpan& b);

/// Two spans come and go together: both are sent during half of the time of either or more. Those
/// of a deploy follow each other.
[[nodiscard]] bool side_by_side(const TagSpan& a, const TagSpan& b);

/// A file time in a tag, as nginx ("time-size") and Apache ("size-time") write it; believed only
/// where the size is that of the span. Seconds since 1970.
[[nodiscard]] std::optional<std::int64_t> file_time(const TagSpan& span);

/// Nine of ten 200s have one size: the content does not change, as far as a log can tell.
[[nodiscard]] bool one_size(const UrlTraffic& url);

}  // namespace wiretag::rules
