#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/logs/log_format.h"
#include "rules/logs/drift.h"
#include "rules/logs/wording.h"
#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {
namespace {

TEST(LogWording, CountsAndVolumes) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(counted(1, "check"), "1 check");
  EXPECT_EQ(counted(1200, "check"), "1,200 checks");
  EXPECT_EQ(volume(1), "1 byte");
  EXPECT_EQ(volume(999'999), "999,999 bytes");
  EXPECT_EQ(volume(1'000'000), "1.0 MB");
  EXPECT_EQ(volume(999'949'999), "999.9 MB");
  EXPECT_EQ(volume(999'960'000), "1.0 GB");
  EXPECT_EQ(volume(1'200'000'000'000), "1.2 TB");
  EXPECT_EQ(volume(UINT64_MAX), "18446.7 PB");
  EXPECT_EQ(minute_of(1781092867), "2026-06-10 12:01 UTC");
  EXPECT_EQ(minute_of(-5), "1970-01-01 00:00 UTC");
  EXPECT_EQ(minute_of(INT64_MAX), "9999-12-31 23:59 UTC");
}

TEST(LogWording, APartThatIsThereIsNeverZeroPercent) {
  EXPECT_EQ(percent(0, 0), 0);
  EXPECT_EQ(percent(0, 5), 0);
  EXPECT_EQ(percent(1, 1000), 1);
  EXPECT_EQ(percent(999, 1000), 99);
  EXPECT_EQ(percent(5, 5), 100);
  EXPECT_EQ(percent(1, 3), 33);
}

TEST(LogThresholds, GrowWithTheLogBetweenTheirBounds) {
  LogTraffic log;
  log.requests = 10;
  EXPECT_EQ(enough(log, 6, 50), 6u);
  log.requests = 400;
  EXPECT_EQ(enough(log, 6, 50), 20u);
  log.requests = 1'000'000;
  EXPECT_EQ(enough(log, 6, 50), 50u);
}

TEST(LogMessages, ControlBytesInAUrlDoNotReachTheTerminal) {
  Request request;
  request.url = "/a\x1b[31m";
  request.condition = request.tag;
  const auto found = lint_log(log_of({request}));
  EXPECT_EQ(only(found, "log-conditional-200-same-tag").message.find('\x1b'), std::string::npos);
}

TEST(LogMessages, EachBeginsWithItsUrl) {
  Request request;
  request.url = "/api/config";
  request.condition = request.tag;
  const LogFinding found = only(lint_log(log_of({request})), "log-conditional-200-same-tag");
  EXPECT_TRUE(found.message.starts_with("/api/config: ")) << found.message;
}

TEST(LogFieldsMissing, CaddyTellsAllButTheNodeByItself) {
  const logs::LogFormat* caddy = logs::builtin_format("caddy");
  ASSERT_TRUE(caddy);
  const LogColumns columns = logs::columns_of(*caddy);
  EXPECT_TRUE(columns.etag && columns.if_none_match && columns.range && columns.if_range);
}

/// The text that follows `before` in a message, up to `until` or its end.
std::string part_of(const std::string& message, const std::string& before,
                    const std::string& until) {
  const std::size_t begin = message.find(before) + before.size();
  return message.substr(begin,
                        until.empty() ? std::string::npos : message.find(until, begin) - begin);
}

TEST(LogFieldsMissing, EveryLineItOffersTellsAllColumns) {
  const std::string message =
      only(lint_log("192.0.2.1 - - [10/Jun/2026:12:00:01 +0000] \"GET / HTTP/1.1\" 200 8192 \"-\" "
                    "\"curl/8.8.0\"\n"),
           "log-fields-missing")
          .message;
  const std::array<std::string, 4> lines = {
      part_of(message, "nginx: ", " · "),
      part_of(message, "Apache: ", " · "),
      part_of(message, "varnishncsa -F '", "' with"),
      part_of(message, "log-format \"", "\" with"),
  };
  for (const std::string& line : lines) {
    const auto format = logs::parse_format(line);
    ASSERT_TRUE(format.has_value()) << line << "\n" << format.error().message;
    const LogColumns columns = logs::columns_of(*format);
    EXPECT_TRUE(columns.time) << line;
    EXPECT_TRUE(columns.etag) << line;
    EXPECT_TRUE(columns.if_none_match) << line;
    EXPECT_TRUE(columns.node) << line;
    EXPECT_TRUE(columns.range) << line;
    EXPECT_TRUE(columns.if_range) << line;
    // HAProxy tells hits by its server column.
    EXPECT_TRUE(columns.cache_status || line.starts_with("%ci")) << line;
  }
}

TEST(LogDrift, SharesOfUnevenNodes) {
  std::vector<Request> requests;
  for (int i = 0; i < 40; ++i) {
    Request request;
    request.second = i * 5;
    request.node = i % 4 == 3 ? "b:80" : "a:80";
    request.tag = i % 4 == 3 ? "\"bb\"" : "\"aa\"";
    requests.push_back(request);
  }
  const Logged logged(log_of(requests));
  const auto drift = find_drift(logged.traffic()->urls.front());
  ASSERT_TRUE(drift);
  EXPECT_TRUE(drift->certain);
  EXPECT_EQ(drift->tags, 2u);
  // 1 − (3/4)² − (1/4)²
  EXPECT_EQ(drift->lost_percent, 38);
}

TEST(LogDrift, ThreeNodesOfWhichTwoAgree) {
  std::vector<Request> requests;
  for (int i = 0; i < 30; ++i) {
    Request request;
    request.second = i * 5;
    request.node = fmt::format("n{}:80", i % 3);
    request.tag = i % 3 == 2 ? "\"bb\"" : "\"aa\"";
    requests.push_back(request);
  }
  const Logged logged(log_of(requests));
  const auto drift = find_drift(logged.traffic()->urls.front());
  ASSERT_TRUE(drift);
  EXPECT_EQ(drift->nodes.size(), 3u);
  EXPECT_EQ(drift->tags, 2u);
}

TEST(LogDrift, OneOddAnswerOnANodeDoesNotHideIt) {
  std::vector<Request> requests;
  for (int i = 0; i < 60; ++i) {
    Request request;
    request.second = i * 5;
    request.node = i % 2 == 0 ? "a:80" : "b:80";
    request.tag = i == 20 ? "\"odd\"" : i % 2 == 0 ? "\"aa\"" : "\"bb\"";
    requests.push_back(request);
  }
  EXPECT_EQ(rules_in(lint_log(log_of(requests))),
            (std::vector<std::string>{"log-per-upstream-etag"}));
}

TEST(LogDrift, ALogWithoutTimesDoesNotTell) {
  std::string text =
      "# log_format x '\"$request\" $status $body_bytes_sent \"$sent_http_etag\" "
      "$upstream_addr';\n";
  for (int i = 0; i < 20; ++i) {
    text +=
        fmt::format("\"GET /a.js HTTP/1.1\" 200 8192 \"\\x22{0}\\x22\" 10.0.0.{0}:80\n", i % 2 + 1);
  }
  EXPECT_TRUE(rules_in(lint_log(text)).empty());
}

TEST(LogAvoidable, ALineThatIsACheckAndARestartCountsOnce) {
  std::vector<Request> requests;
  for (int i = 0; i < 10; ++i) {
    Request request;
    request.second = i * 5;
    request.node = i % 2 == 0 ? "a:80" : "b:80";
    request.tag = i % 2 == 0 ? "\"aa\"" : "\"bb\"";
    request.condition = i % 2 == 0 ? "\"bb\"" : "\"aa\"";
    request.range = "bytes=1000-";
    request.if_range = "W/\"aa\"";
    requests.push_back(request);
  }
  const LogFinding found = only(lint_log(log_of(requests)), "log-avoidable-bytes");
  EXPECT_NE(found.message.find(": 81,920 bytes of 81,920 bytes content (100 %)"), std::string::npos)
      << found.message;
}

TEST(LogRules, NothingIsFoundInNothing) {
  EXPECT_TRUE(lint_log("").empty());
  EXPECT_TRUE(lint_log(format_line()).empty());
}

}  // namespace
}  // namespace wiretag::rules::tests
