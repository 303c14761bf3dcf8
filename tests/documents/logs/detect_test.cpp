#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

TEST(Detect, TheFormatWithMostColumns) {
  const std::string combined =
      R"(1.2.3.4 - - [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368 "-" "M")";
  const std::pair<std::string, std::string_view> cases[] = {
      {combined, "combined"},
      {combined + "\n" + combined + "\n", "combined"},
      {"www.example.com " + combined, "vhost_combined"},
      {combined + R"( "-" "\x22v\x22" 10.0.0.1:80 HIT)", "cache"},
      {combined + R"( "-" "-" "-")", "combined"},
      {R"(1.2.3.4 - - [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368)", "common"},
      {"time:10/Jun/2024:12:00:00 +0000\treq:GET / HTTP/1.1\tstatus:200\tcache:HIT", "LTSV"},
      {R"({"time":"2024-06-10T12:00:00Z","uri":"/","status":200,"http_if_none_match":""})", "JSON"},
  };
  for (const auto& [text, name] : cases) {
    const Detection found = detect(text);
    ASSERT_TRUE(found.format) << text << ": " << found.tried;
    EXPECT_EQ(found.format->name, name) << text;
  }
}

TEST(Detect, JsonKeysByTheirNames) {
  const Detection found = detect(
      R"({"@timestamp":"2024-06-10T12:00:00Z","request_uri":"/","status":"200","http_if_none_match":"","sent_http_etag":"\"v\"","upstream_addr":"a","upstream_cache_status":"HIT","body_bytes_sent":5})");
  ASSERT_TRUE(found.format);
  const LogColumns columns = columns_of(*found.format);
  EXPECT_TRUE(columns.time && columns.if_none_match && columns.etag && columns.node &&
              columns.cache_status && columns.content_bytes);
}

TEST(Detect, ACommentNamesTheFormat) {
  const Detection found =
      detect("# seen on web1\n# log_format x '$status $request_uri';\n200 /a\n");
  ASSERT_TRUE(found.format);
  EXPECT_EQ(found.format->name, "log_format x");
  const Detection bad = detect("# log_format x '$status';\n200\n");
  EXPECT_FALSE(bad.format);
  ASSERT_TRUE(bad.error);
  EXPECT_NE(bad.tried.find("no column for the request"), std::string::npos) << bad.tried;
}

TEST(Detect, SaysWhatWasTried) {
  const Detection none = detect("hello\nworld\n");
  EXPECT_FALSE(none.format);
  EXPECT_NE(none.tried.find("combined"), std::string::npos) << none.tried;
  EXPECT_NE(none.tried.find("first 2 lines"), std::string::npos) << none.tried;
  EXPECT_FALSE(detect("").format);
  EXPECT_FALSE(detect("\n\n# x\n").format);
}

TEST(Detect, PutsUpWithOtherLinesAndACutOne) {
  const std::string line =
      R"(1.2.3.4 - - [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368 "-" "M")";
  const Detection found =
      detect("2012/02/10 [error] x\n" + line + "\n" + line + "\n1.2.3.4 - - [10");
  ASSERT_TRUE(found.format);
  EXPECT_EQ(found.format->name, "combined");
}

TEST(Detect, SeesThroughCollectors) {
  const std::string line =
      R"(1.2.3.4 - - [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368 "-" "M")";
  for (const std::string_view prefix :
       {"Feb  6 12:14:14 web1 nginx: ", "web-1  | ", "2025-12-31T17:37:40+01:00 stdout F "}) {
    const Detection found = detect(std::string(prefix) + line + "\n");
    ASSERT_TRUE(found.format) << prefix;
    EXPECT_EQ(found.format->name, "combined");
    LineReader reader(*found.format);
    LogRecord record;
    EXPECT_EQ(reader.read(std::string(prefix) + line, record), LineResult::Request);
    EXPECT_EQ(record.status, 301);
  }
}

}  // namespace
}  // namespace wiretag::logs
