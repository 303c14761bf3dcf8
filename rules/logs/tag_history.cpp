#include "rules/logs/tag_history.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>
#include <utility>

#include "rules/sightings.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

TagSpan span_of(const TagTraffic& traffic, Nodes nodes) {
  TagSpan span;
  if (nodes == Nodes::Apart) span.node = traffic.node;
  span.tag = without_coding(traffic.tag);
  span.sent = traffic.tag;
  span.weak = traffic.weak;
  span.member = traffic.member;
  span.responses = traffic.responses;
  span.smallest = traffic.smallest;
  span.largest = traffic.largest;
  span.first_s = traffic.first_s;
  span.last_s = traffic.last_s;
  span.first = traffic.first;
  return span;
}

auto key(const TagSpan& span) { return std::tie(span.member, span.node, span.tag); }

/// Of two lines the one that stands earlier in the log.
const LogSample* earlier(const TagSpan& a, const TagSpan& b) {
  if (!a.first || !b.first) return a.first ? a.first : b.first;
  if (a.first_s != b.first_s) return a.first_s < b.first_s ? a.first : b.first;
  return a.first->line.span().begin <= b.first->line.span().begin ? a.first : b.first;
}

void take_in(TagSpan& into, const TagSpan& other) {
  into.first = earlier(into, other);
  into.responses += other.responses;
  into.first_s = std::min(into.first_s, other.first_s);
  into.last_s = std::max(into.last_s, other.last_s);
  if (other.largest == 0) return;
  into.smallest = into.largest == 0 ? other.smallest : std::min(into.smallest, other.smallest);
  into.largest = std::max(into.largest, other.largest);
}

}  // namespace

std::vector<TagSpan> tag_history(const UrlTraffic& url, Nodes nodes) {
  std::vector<TagSpan> spans;
  for (const TagTraffic& traffic : url.tags) {
    if (traffic.tag.empty() || (nodes == Nodes::Apart && traffic.node.empty())) continue;
    spans.push_back(span_of(traffic, nodes));
  }
  std::stable_sort(spans.begin(), spans.end(),
                   [](const TagSpan& a, const TagSpan& b) { return key(a) < key(b); });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (kept > 0 && key(spans[kept - 1]) == key(spans[i])) {
      take_in(spans[kept - 1], spans[i]);
    } else {
      spans[kept++] = spans[i];
    }
  }
  spans.resize(kept);
  return spans;
}

bool same_size(const TagSpan& a, const TagSpan& b) {
  constexpr std::uint64_t kTelling = 64;
  if (a.member != b.member) return false;
  if (a.largest == 0 || b.largest == 0) return true;
  return (a.largest == b.largest && a.largest >= kTelling) ||
         (a.smallest == b.smallest && a.smallest >= kTelling);
}

std::int64_t overlap_s(const TagSpan& a, const TagSpan& b) {
  return std::max<std::int64_t>(0, std::min(a.last_s, b.last_s) - std::max(a.first_s, b.first_s));
}

bool side_by_side(const TagSpan& a, const TagSpan& b) {
  const std::int64_t either = std::max(a.last_s, b.last_s) - std::min(a.first_s, b.first_s);
  const std::int64_t both = overlap_s(a, b);
  return both > 0 && both * 2 >= either;
}

std::optional<std::int64_t> file_time(const TagSpan& span) {
  constexpr std::uint64_t kMicroseconds = 1'000'000;
  const auto pair = hex_pair(span.tag);
  if (!pair || span.largest == 0) return std::nullopt;
  constexpr auto kLast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (pair->second == span.largest && pair->first <= kLast) {
    return static_cast<std::int64_t>(pair->first);
  }
  if (pair->first == span.largest) return static_cast<std::int64_t>(pair->second / kMicroseconds);
  return std::nullopt;
}

bool one_size(const UrlTraffic& url) {
  if (url.sizes.empty()) return false;
  return url.sizes.front().second * 10 >= url.full.lines * 9;
}

}  // namespace wiretag::rules
