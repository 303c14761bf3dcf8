#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/logs/log_fold.h"
#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

constexpr std::string_view kFormat =
    "$remote_addr $msec \"$request\" $status $body_bytes_sent \"$http_if_none_match\" "
    "\"$http_if_modified_since\" \"$http_range\" \"$http_if_range\" \"$http_if_match\" "
    "\"$sent_http_etag\" $upstream_addr $upstream_cache_status";

/// One request; what is left out is `-`.
struct Line {
  std::string client = "1.2.3.4";
  std::int64_t time_s = 1'718'020'800;
  std::string request = "GET /a HTTP/1.1";
  int status = 200;
  std::uint64_t bytes = 100;
  std::string none_match = "-";
  std::string modified_since = "-";
  std::string range = "-";
  std::string if_range = "-";
  std::string match = "-";
  std::string etag = "-";
  std::string node = "-";
  std::string cache = "-";

  [[nodiscard]] std::string text() const {
    return fmt::format("{} {} \"{}\" {} {} \"{}\" \"{}\" \"{}\" \"{}\" \"{}\" \"{}\" {} {}\n",
                       client, time_s, request, status, bytes, none_match, modified_since, range,
                       if_range, match, etag, node, cache);
  }
};

/// A log of such lines, folded and finished.
class Log {
 public:
  explicit Log(const std::vector<Line>& lines, FoldLimits limits = {}) {
    for (const Line& line : lines) text_ += line.text();
    origin_.emplace(text_, 0);
    traffic_ = finish_text(fold_text(text_, format_, limits), text_, format_, *origin_);
  }
  [[nodiscard]] const LogTraffic& operator*() const { return *traffic_; }
  [[nodiscard]] const LogTraffic* operator->() const { return traffic_.get(); }
  [[nodiscard]] const UrlTraffic& url(std::size_t i = 0) const { return traffic_->urls.at(i); }

 private:
  LogFormat format_ = parse_format(kFormat).value();
  std::string text_;
  std::optional<Origin> origin_;
  std::unique_ptr<LogTraffic> traffic_;
};

constexpr auto kV1 = R"(\x22v1\x22)";
constexpr auto kWeak = R"(W/\x22v1\x22)";

struct Counted {
  Line line;
  std::vector<LogCount UrlTraffic::*> kinds;
};

TEST(LogFold, CountsEachLineByItsKinds) {
  using U = UrlTraffic;
  const Counted cases[] = {
      {{}, {&U::full}},
      {{.request = "HEAD /a HTTP/1.1"}, {}},
      {{.request = "POST /a HTTP/1.1", .none_match = kV1}, {}},
      {{.status = 304, .bytes = 0, .none_match = kV1},
       {&U::not_modified, &U::conditional, &U::rechecked}},
      {{.status = 304, .bytes = 0, .modified_since = "Mon, 10 Jun 2024 12:00:00 GMT"},
       {&U::not_modified, &U::conditional, &U::rechecked}},
      {{.status = 304, .bytes = 5, .none_match = kV1},
       {&U::not_modified, &U::conditional, &U::rechecked, &U::not_modified_with_bytes}},
      {{.status = 304, .bytes = 0}, {&U::not_modified, &U::rechecked, &U::unasked_not_modified}},
      {{.request = "PUT /a HTTP/1.1", .status = 304, .bytes = 0, .none_match = kV1},
       {&U::not_modified, &U::rechecked}},
      {{.none_match = R"(\x22v0\x22)", .etag = kV1},
       {&U::full, &U::conditional, &U::conditional_full}},
      {{.none_match = kV1, .etag = kV1},
       {&U::full, &U::conditional, &U::conditional_full, &U::current_tag_full}},
      {{.none_match = R"(\x22x\x22, W/\x22v1\x22)", .etag = kV1},
       {&U::full, &U::conditional, &U::conditional_full, &U::current_tag_full}},
      {{.none_match = kV1, .range = "bytes=0-9", .etag = kV1},
       {&U::full, &U::conditional, &U::conditional_full}},
      {{.none_match = kV1, .range = "bytes=9-", .if_range = kV1, .etag = kV1},
       {&U::full, &U::conditional, &U::conditional_full, &U::range_full}},
      {{.none_match = R"(\x22v1-gzip\x22)", .etag = R"(\x22v1-gzip\x22)"},
       {&U::full, &U::conditional, &U::conditional_full, &U::current_tag_full,
        &U::suffixed_tag_full}},
      {{.none_match = kV1, .etag = kV1, .cache = "MISS"},
       {&U::full, &U::conditional, &U::conditional_full, &U::current_tag_full,
        &U::miss_with_current_tag}},
      {{.status = 304, .bytes = 0, .none_match = kV1, .etag = kV1, .cache = "EXPIRED"},
       {&U::not_modified, &U::conditional, &U::rechecked, &U::miss_with_current_tag}},
      {{.range = "bytes=5-", .if_range = kWeak},
       {&U::full, &U::range_full, &U::weak_if_range_full}},
      {{.status = 206, .range = "bytes=5-"}, {&U::partial, &U::resume_without_if_range}},
      {{.status = 206, .range = "bytes=0-", .etag = kWeak}, {&U::partial, &U::weak_partial}},
      {{.status = 206, .range = "bytes=5-", .if_range = kV1, .etag = kV1}, {&U::partial}},
      {{.status = 204, .bytes = 0}, {&U::no_content}},
      {{.status = 412}, {&U::failed_read}},
      {{.status = 412, .match = kV1}, {}},
      {{.request = "PUT /a HTTP/1.1", .status = 412}, {}},
      {{.status = 416, .range = "bytes=900-", .if_range = kV1}, {&U::unsatisfied}},
      {{.cache = "STALE"}, {&U::full, &U::stale}},
      {{.cache = "UPDATING"}, {&U::full, &U::stale}},
      {{.cache = "REVALIDATED"}, {&U::full, &U::rechecked}},
      {{.status = 404}, {}},
  };
  constexpr LogCount UrlTraffic::* kAll[] = {&U::full,
                                             &U::not_modified,
                                             &U::partial,
                                             &U::no_content,
                                             &U::conditional,
                                             &U::conditional_full,
                                             &U::current_tag_full,
                                             &U::suffixed_tag_full,
                                             &U::miss_with_current_tag,
                                             &U::range_full,
                                             &U::weak_if_range_full,
                                             &U::range_full_again,
                                             &U::resume_without_if_range,
                                             &U::weak_partial,
                                             &U::not_modified_with_bytes,
                                             &U::unasked_not_modified,
                                             &U::failed_read,
                                             &U::unsatisfied,
                                             &U::unsatisfied_again,
                                             &U::stale,
                                             &U::rechecked};
  for (const Counted& one : cases) {
    const Log log({one.line});
    ASSERT_EQ(log->urls.size(), 1u) << one.line.text();
    for (const auto kind : kAll) {
      const bool expected = std::find(one.kinds.begin(), one.kinds.end(), kind) != one.kinds.end();
      const LogCount& count = log.url().*kind;
      EXPECT_EQ(count.lines, expected ? 1u : 0u) << one.line.text();
      EXPECT_EQ(count.bytes, expected ? one.line.bytes : 0u) << one.line.text();
      EXPECT_EQ(count.samples[0] != nullptr, expected) << one.line.text();
      EXPECT_EQ(count.samples[1], nullptr);
    }
  }
}

TEST(LogFold, TotalsAndPlaces) {
  const Log log({{.time_s = 1'718'020'900, .bytes = 10, .none_match = kV1, .etag = kV1},
                 {.time_s = 1'718'020'800, .status = 304, .bytes = 0, .none_match = kV1},
                 {.request = "GET /b HTTP/1.1", .bytes = 5}});
  EXPECT_EQ(log->lines, 3u);
  EXPECT_EQ(log->requests, 3u);
  EXPECT_EQ(log->bytes, 15u);
  EXPECT_EQ(log->conditional, 2u);
  EXPECT_EQ(log->not_modified, 1u);
  EXPECT_EQ(log->first_s, 1'718'020'800);
  EXPECT_EQ(log->last_s, 1'718'020'900);
  EXPECT_EQ(log.url(0).url, "/a");
  EXPECT_EQ(log.url(0).log, &*log);
  ASSERT_NE(log.url(0).first, nullptr);
  const LogSample& first = *log.url(0).first;
  EXPECT_EQ(first.target().view, "/a");
  EXPECT_EQ(first.status().view, "200");
  EXPECT_EQ(first.etag().view, kV1);
  EXPECT_EQ(first.condition().view, kV1);
  EXPECT_EQ(first.node().view, "-");
  EXPECT_EQ(first.place().span().size(), 2u);
  EXPECT_EQ(log.url(1).first->target().view, "/b");
}

TEST(LogFold, TagsByNode) {
  const Log log({{.bytes = 7, .etag = kV1, .node = "n2"},
                 {.time_s = 1'718'020'850, .bytes = 9, .etag = kV1, .node = "n1"},
                 {.time_s = 1'718'020'860, .bytes = 8, .etag = kV1, .node = "n1"},
                 {.status = 304, .bytes = 0, .none_match = kV1, .etag = kWeak, .node = "x, n1"},
                 {.etag = R"(\x22v2\x22)", .node = "n1"},
                 {.node = "n1"},
                 {.status = 404, .node = "n1"}});
  const auto& tags = log.url().tags;
  ASSERT_EQ(tags.size(), 5u);
  EXPECT_EQ(tags[0].node, "n1");
  EXPECT_EQ(tags[0].tag, "v1");
  EXPECT_FALSE(tags[0].weak);
  EXPECT_EQ(tags[0].responses, 2u);
  EXPECT_EQ(tags[0].full, 2u);
  EXPECT_EQ(tags[0].bytes, 17u);
  EXPECT_EQ(tags[0].smallest, 8u);
  EXPECT_EQ(tags[0].largest, 9u);
  EXPECT_EQ(tags[0].first_s, 1'718'020'850);
  EXPECT_EQ(tags[0].last_s, 1'718'020'860);
  ASSERT_NE(tags[0].first, nullptr);
  EXPECT_TRUE(tags[1].weak);
  EXPECT_EQ(tags[1].not_modified, 1u);
  EXPECT_EQ(tags[2].tag, "v2");
  EXPECT_EQ(tags[3].tag, "");
  EXPECT_EQ(tags[3].responses, 1u);
  EXPECT_EQ(tags[4].node, "n2");
}

TEST(LogFold, RepeatersByClientAndUrl) {
  const Line resume{.bytes = 50, .range = "bytes=5-"};
  const Line other{.client = "9.9.9.9", .bytes = 70, .range = "bytes=5-"};
  const Line past{.status = 416, .bytes = 1, .range = "bytes=900-"};
  const Log log({resume, other, resume, resume, past, past, past});
  EXPECT_EQ(log.url().range_full.lines, 4u);
  EXPECT_EQ(log.url().range_full_again.lines, 2u);
  EXPECT_EQ(log.url().range_full_again.bytes, 100u);
  ASSERT_NE(log.url().range_full_again.samples[0], nullptr);
  EXPECT_NE(log.url().range_full_again.samples[0], log.url().range_full.samples[0]);
  EXPECT_EQ(log.url().unsatisfied.lines, 3u);
  EXPECT_EQ(log.url().unsatisfied_again.lines, 1u);
}

TEST(LogFold, SizesAndMinutes) {
  const std::int64_t minute = 1'718'020'800 / 60;
  const Log log({{.bytes = 1},
                 {.bytes = 2},
                 {.bytes = 2},
                 {.time_s = minute * 60, .status = 304, .bytes = 0},
                 {.time_s = minute * 60 + 59, .status = 304, .bytes = 0},
                 {.time_s = minute * 60 + 60, .status = 304, .bytes = 0}});
  using Pairs = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  EXPECT_EQ(log.url().sizes, (Pairs{{2, 2}, {1, 1}}));
  EXPECT_FALSE(log.url().more_sizes);
  using Minutes = std::vector<std::pair<std::int64_t, std::uint64_t>>;
  EXPECT_EQ(log.url().rechecks_by_minute, (Minutes{{minute, 2}, {minute + 1, 1}}));
}

TEST(LogFold, AffinityOfClients) {
  std::vector<Line> lines;
  for (int i = 0; i < 4; ++i) lines.push_back({.client = "1.1.1.1:5", .node = "n1"});
  for (int i = 0; i < 3; ++i)
    lines.push_back(
        {.client = "2.2.2.2", .time_s = 1'718'020'800 + i * 100, .node = i ? "n2" : "n1"});
  lines.push_back({.client = "3.3.3.3", .node = "n1"});
  const Log log(lines);
  ASSERT_TRUE(log->affinity);
  EXPECT_EQ(log->affinity->clients, 2u);
  EXPECT_EQ(log->affinity->single_node, 1u);
  EXPECT_EQ(log->affinity->full_after_move, 1u);
}

TEST(LogFold, TurnoverOfManyTags) {
  std::vector<Line> lines;
  for (int url = 0; url < 5; ++url) {
    for (const auto& [tag, at] : {std::pair("a", 0), {"a", 60}, {"b", 120}, {"b", 240}})
      lines.push_back({.time_s = 1'718'020'800 + at + url,
                       .request = fmt::format("GET /f{} HTTP/1.1", "abcde"[url]),
                       .bytes = url == 4 && *tag == 'b' ? 7u : 100u,
                       .etag = fmt::format("\\x22{}{}\\x22", url, tag)});
  }
  const Log log(lines);
  ASSERT_EQ(log->turnovers.size(), 1u);
  EXPECT_EQ(log->turnovers[0].minute_s, 1'718'020'920);
  EXPECT_EQ(log->turnovers[0].urls, 5u);
  EXPECT_EQ(log->turnovers[0].changed, 5u);
  EXPECT_EQ(log->turnovers[0].same_size, 4u);
}

TEST(LogFold, TagsThatComeAndGoAreNoTurnover) {
  std::vector<Line> lines;
  for (int round = 0; round < 6; ++round) {
    for (const char url : {'a', 'b', 'c'})
      lines.push_back({.time_s = 1'718'020'800 + round * 60,
                       .request = fmt::format("GET /{} HTTP/1.1", url),
                       .etag = round % 2 ? "\\x22x\\x22" : "\\x22y\\x22"});
  }
  EXPECT_TRUE(Log(lines)->turnovers.empty());
}

TEST(LogFold, ManyUrlsOfOnePatternAreOneGroup) {
  std::vector<Line> lines{{.request = "GET /about HTTP/1.1"}};
  for (int i = 0; i < 100; ++i)
    lines.push_back({.request = fmt::format("GET /items/{} HTTP/1.1", i), .etag = kV1});
  const Log log(lines);
  ASSERT_EQ(log->urls.size(), 2u);
  EXPECT_EQ(log.url(0).url, "/items/{id}");
  EXPECT_EQ(log.url(0).members, 100u);
  EXPECT_EQ(log.url(0).requests, 100u);
  EXPECT_EQ(log.url(0).first->target().view, "/items/0");
  EXPECT_EQ(log.url(0).tags.size(), 100u);
  EXPECT_EQ(log.url(0).tags.back().member, 99u);
  EXPECT_EQ(log.url(1).url, "/about");
  EXPECT_EQ(log.url(1).members, 1u);
  lines.pop_back();
  EXPECT_EQ(Log(lines)->urls.size(), 100u);
}

TEST(LogFold, BoundsAreSaid) {
  std::vector<Line> lines;
  for (int i = 0; i < 30; ++i) {
    lines.push_back(
        {.request = fmt::format("GET /p{}/x HTTP/1.1", std::string(1, char('a' + i % 26))),
         .bytes = static_cast<std::uint64_t>(i),
         .etag = fmt::format("\\x22t{}\\x22", i)});
    lines.push_back(
        {.bytes = static_cast<std::uint64_t>(i), .etag = fmt::format("\\x22t{}\\x22", i)});
  }
  const Log log(lines, {.urls = 8, .tags_of_url = 4, .sizes_of_url = 3});
  EXPECT_TRUE(log->sampled);
  EXPECT_LE(log->urls.size(), 8u);
  EXPECT_EQ(log->requests, 60u);
  const Log one({lines.begin(), lines.end()}, {.tags_of_url = 4, .sizes_of_url = 3});
  EXPECT_FALSE(one->sampled);
  EXPECT_EQ(one.url().url, "/a");
  EXPECT_EQ(one.url().tags.size(), 4u);
  EXPECT_TRUE(one.url().more_tags);
  EXPECT_EQ(one.url().sizes.size(), 3u);
  EXPECT_TRUE(one.url().more_sizes);
}

TEST(LogFold, UnreadableLinesHaveTheirFirstPlaces) {
  std::string text;
  for (int i = 0; i < 7; ++i) text += "nothing of the kind\n";
  const LogFormat& format = *builtin_format("combined");
  Origin place(text, 0);
  const auto log = finish_text(fold_text(text, format), text, format, place);
  EXPECT_EQ(log->unreadable, 7u);
  EXPECT_EQ(log->lines, 7u);
  EXPECT_EQ(log->requests, 0u);
  ASSERT_EQ(log->faults.size(), 1u);
  EXPECT_EQ(log->faults[0].fault, LineFault::Columns);
  EXPECT_EQ(log->faults[0].lines, 7u);
  ASSERT_EQ(log->faults[0].samples.size(), 5u);
  EXPECT_EQ(log->faults[0].samples[1]->line.span().begin, 20u);
}

}  // namespace
}  // namespace wiretag::logs
