#include <algorithm>
#include <optional>
#include <string>

#include "rules/logs/drift.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-per-upstream-etag",
    .family = Family::Logs,
    .severity = Severity::Error,
    .summary = "Each node sends its own tag for the same content",
    .spec = {"RFC 9110", "8.8.1, 8.8.3.1"},
    .absorbs = {"log-304-ratio-low", "log-tag-churn"},
};

constexpr std::size_t kMostListed = 4;

std::string table(const Drift& drift) {
  std::string text;
  for (std::size_t i = 0; i < drift.nodes.size() && i < kMostListed; ++i) {
    const TagSpan& span = drift.nodes[i];
    text += fmt::format("{}{}: {}", i > 0 ? ", " : "", quoted(span.node),
                        shown_tag(span.sent, span.weak));
  }
  if (drift.nodes.size() > kMostListed) text += ", …";
  return text;
}

/// The seconds between the youngest and the oldest copy, where every tag tells its file's time.
std::optional<std::int64_t> copies_apart(const Drift& drift) {
  std::optional<std::int64_t> oldest;
  std::optional<std::int64_t> youngest;
  for (const TagSpan& span : drift.nodes) {
    const auto time = file_time(span);
    if (!time) return std::nullopt;
    oldest = std::min(oldest.value_or(*time), *time);
    youngest = std::max(youngest.value_or(*time), *time);
  }
  if (!oldest || *oldest == *youngest) return std::nullopt;
  return *youngest - *oldest;
}

std::string reason(const Drift& drift, std::optional<std::int64_t> apart) {
  if (apart) {
    return fmt::format("the size in them is the same, the file times are up to {} apart",
                       counted(static_cast<std::uint64_t>(*apart), "second"));
  }
  if (drift.named) return "each holds the name of its own node";
  return "the size is the same, and they come and go with the node";
}

std::string cost(const UrlTraffic& url) {
  const LogCount& lost = url.conditional_full;
  if (lost.lines == 0) return {};
  return fmt::format("; {} got the whole content here, {}{}", counted(lost.lines, "check"),
                     volume(lost.bytes), hourly(lost.bytes, *url.log));
}

std::string_view fix(std::optional<std::int64_t> apart) {
  return apart ? "Give all copies one file time (cp -p, rsync -t, one image for all nodes), or "
                 "derive the tag from the content"
               : "Derive the tag from the content, such as a hash of it";
}

const LogSample* line_of(const TagSpan& span, const UrlTraffic& url) {
  return span.first ? span.first : url.first;
}

void check(const UrlTraffic& url, Reporter& report) {
  const std::optional<Drift> drift = find_drift(url);
  if (!drift) return;
  const auto apart = copies_apart(*drift);
  const TagSpan& first = drift->nodes.front();
  Report found = report.at(
      line_of(first, url)->place(), url,
      "{}{} nodes send {} tags for one content ({}): {}. A client that lands on another node gets "
      "200 instead of 304, about {} % of checks{}. {}",
      drift->certain ? "" : "probably drift: ", drift->nodes.size(), drift->tags, table(*drift),
      reason(*drift, apart), drift->lost_percent, cost(url), fix(apart));
  if (!drift->certain) found.at_most(Severity::Warning);
  const auto other = std::ranges::find_if(
      drift->nodes, [&](const TagSpan& span) { return span.tag != first.tag; });
  found.related(line_of(*other, url), fmt::format("{} sends {}", quoted(other->node),
                                                  shown_tag(other->sent, other->weak)));
  found.related(url.conditional_full.samples[0], "a check that got the whole content");
}

}  // namespace

extern constinit const Rule log_per_upstream_etag{kInfo, &check};

}  // namespace wiretag::rules
