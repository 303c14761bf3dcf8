#include <algorithm>
#include <cstdlib>
#include <functional>
#include <utility>
#include <vector>

#include "rules/logs/tag_history.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-deploy-reset",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "A deploy gives new tags to files whose size stays",
    .spec = {"RFC 9110", "8.8.1"},
};

/// URLs whose tag is seen to change in the minute itself.
constexpr std::uint64_t kFewest = 2;
constexpr std::uint64_t kSettled = 10;
constexpr std::int64_t kMinute = 60;
/// The most requested URLs tell enough.
constexpr std::size_t kMostUrls = 10'000;

bool most(std::uint64_t part, std::uint64_t whole) { return part * 10 >= whole * 8; }

/// The tag of one URL before and after a deploy.
struct Turn {
  TagSpan before;
  TagSpan after;
};

/// The URLs around one minute.
struct Deploy {
  std::int64_t minute_s = 0;
  std::uint64_t urls = 0;  ///< seen on both sides, with tags that settled
  std::uint64_t same_size = 0;
  std::vector<Turn> turns;

  [[nodiscard]] bool proven() const {
    return most(turns.size(), urls) && most(same_size, turns.size());
  }
};

using Histories = std::vector<std::vector<TagSpan>>;

Histories histories_of(const LogTraffic& log) {
  Histories histories;
  for (std::size_t i = 0; i < log.urls.size() && i < kMostUrls; ++i) {
    std::vector<TagSpan> spans = tag_history(log.urls[i], Nodes::Together);
    // A tag that is seen once may be one of those that never come back.
    std::erase_if(spans, [](const TagSpan& span) { return span.responses < 2; });
    for (auto begin = spans.begin(); begin != spans.end();) {
      const auto end = std::find_if(
          begin, spans.end(), [&](const TagSpan& span) { return span.member != begin->member; });
      histories.emplace_back(begin, end);
      begin = end;
    }
  }
  return histories;
}

/// Takes one URL into the picture of a minute.
void add(const std::vector<TagSpan>& spans, Deploy& deploy) {
  const std::int64_t begin = deploy.minute_s;
  const std::int64_t end = begin + kMinute;
  const TagSpan* before = nullptr;
  const TagSpan* after = nullptr;
  std::size_t across = 0;
  for (const TagSpan& span : spans) {
    across += span.first_s < begin && span.last_s >= end;
    if (span.first_s < begin && (!before || span.last_s > before->last_s)) before = &span;
    if (span.last_s >= end && (!after || span.first_s < after->first_s)) after = &span;
  }
  // Several at a time are tags of users or of nodes, of which some stay.
  if (!before || !after || across > 2) return;
  ++deploy.urls;
  if (across > 0 || before->last_s >= end || after->first_s < begin) return;
  deploy.turns.push_back({*before, *after});
  deploy.same_size += same_size(*before, *after);
}

Deploy deploy_at(std::int64_t minute_s, const Histories& histories) {
  Deploy deploy;
  deploy.minute_s = minute_s;
  for (const auto& spans : histories) add(spans, deploy);
  return deploy;
}

/// The first line with a new tag.
const Turn* first_turn(const Deploy& deploy) {
  const Turn* first = nullptr;
  for (const Turn& turn : deploy.turns) {
    if (!turn.after.first) continue;
    if (!first || turn.after.first_s < first->after.first_s) first = &turn;
  }
  return first;
}

void report_deploy(const Deploy& deploy, const LogTraffic& log, Reporter& report) {
  const auto timed = static_cast<std::uint64_t>(std::ranges::count_if(
      deploy.turns, [](const Turn& turn) { return file_time(turn.after).has_value(); }));
  const bool from_times = most(timed, deploy.turns.size());
  const Turn* first = first_turn(deploy);
  Report found = report.at(
      first ? first->after.first->place() : log.first->place(), log,
      "The log shows a deploy at {}: {} of {} changed their tag within a minute, and {} of these "
      "kept their size{}. Every client downloads again what it has. Derive tags from the content, "
      "such as a hash of it, or keep file times across builds",
      minute_of(deploy.minute_s), grouped(deploy.turns.size()), counted(deploy.urls, "URL"),
      grouped(deploy.same_size),
      from_times ? ": the tags are made from file times" : " (or each file holds the version)");
  if (!from_times) found.at_most(Severity::Hint);
  if (!first) return;
  found.related(
      first->before.first,
      fmt::format("{} before the deploy", shown_tag(first->before.sent, first->before.weak)));
}

/// Minutes in which enough URLs are seen to change, the one with the most first.
std::vector<TagTurnover> candidates(const LogTraffic& log) {
  std::vector<TagTurnover> minutes = log.turnovers;
  std::erase_if(minutes, [&](const TagTurnover& minute) {
    return minute.changed < enough(log, kFewest, kSettled);
  });
  std::ranges::stable_sort(minutes, std::ranges::greater{}, &TagTurnover::changed);
  return minutes;
}

void check(const LogTraffic& log, Reporter& report) {
  const std::vector<TagTurnover> minutes = candidates(log);
  if (minutes.empty()) return;
  const Histories histories = histories_of(log);
  std::vector<Deploy> deploys;
  for (const TagTurnover& minute : minutes) {
    // URLs of few requests show the same deploy minutes later.
    constexpr std::int64_t kApart = 30 * kMinute;
    const bool known = std::ranges::any_of(deploys, [&](const Deploy& deploy) {
      return std::abs(deploy.minute_s - minute.minute_s) < kApart;
    });
    if (known) continue;
    Deploy deploy = deploy_at(minute.minute_s, histories);
    if (deploy.turns.size() >= enough(log, kFewest, kSettled) && deploy.proven()) {
      deploys.push_back(std::move(deploy));
    }
  }
  std::ranges::sort(deploys, {}, &Deploy::minute_s);
  for (const Deploy& deploy : deploys) report_deploy(deploy, log, report);
}

}  // namespace

extern constinit const Rule log_deploy_reset{kInfo, &check};

}  // namespace wiretag::rules
