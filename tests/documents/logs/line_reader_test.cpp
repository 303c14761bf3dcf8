#include "documents/logs/line_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

/// The cut of a line of fixed columns, by going through it a character at a time.
std::vector<std::string> naive_cut(const LogFormat& format, std::string_view line) {
  std::vector<std::string> columns;
  std::size_t at = 0;
  for (std::size_t i = 0; i < format.columns.size(); ++i) {
    const std::string& before = format.columns[i].before;
    if (line.substr(at, before.size()) != before) return {};
    at += before.size();
    const std::string& stop =
        i + 1 < format.columns.size() ? format.columns[i + 1].before : format.after;
    std::string value;
    bool escaped = false;
    while (at < line.size()) {
      if (!escaped && !stop.empty() && line.substr(at, stop.size()) == stop) break;
      escaped = line[at] == '\\' && !escaped && format.columns[i].enclosure == Enclosure::Quotes;
      value += line[at++];
    }
    columns.push_back(value);
  }
  return columns;
}

std::string random_value(std::mt19937_64& random, bool quoted) {
  static constexpr std::string_view kBare = "abc/.:-0129é\x01\xFF";
  static constexpr std::string_view kQuoted = "abc/ .:-[]{}'é\x01\xFF";
  const std::string_view bytes = quoted ? kQuoted : kBare;
  std::string value = "a";  // a lone colon would go on with a list of upstreams
  for (std::size_t i = random() % 12; i > 0; --i) {
    if (quoted && random() % 9 == 0) value += random() % 2 ? "\\\"" : "\\\\";
    value += bytes[random() % bytes.size()];
  }
  if (quoted && random() % 4 == 0) value += "\\\\";
  return value;
}

TEST(LineReader, CutsRandomLinesLikeASlowReader) {
  std::mt19937_64 random(42);
  for (const std::string_view name :
       {"combined", "common", "vhost_combined", "cache", "traefik", "s3", "elb", "envoy"}) {
    const LogFormat& format = *builtin_format(name);
    LineReader reader(format);
    for (int round = 0; round < 2'000; ++round) {
      std::string line;
      for (const Column& column : format.columns) {
        line += column.before;
        const bool quoted = column.enclosure == Enclosure::Quotes;
        line += column.meaning == Meaning::Status ? "200" : random_value(random, quoted);
      }
      line += format.after;
      if (is_comment(line)) continue;
      std::vector<std::string> cut;
      for (const auto& one : reader.cut(line)) cut.emplace_back(one.text);
      EXPECT_EQ(cut, naive_cut(format, line)) << name << ": " << line;
    }
  }
}

TEST(LineReader, TakesAnyBytes) {
  std::mt19937_64 random(3);
  constexpr std::string_view kBytes = "\"\\ []{}:,-\t09aGET/\x00\xFF%#x22\r";
  LogRecord record;
  for (const LogFormat& format : builtin_formats()) {
    LineReader reader(format);
    for (int round = 0; round < 2'000; ++round) {
      std::string line;
      for (std::size_t i = random() % 80; i > 0; --i) line += kBytes[random() % kBytes.size()];
      if (format.shape == Shape::Json && random() % 2) line.insert(line.begin(), '{');
      reader.read(line, record);
      for (const std::string_view column : record.raw) {
        if (!column.data()) continue;
        EXPECT_GE(column.data(), line.data());
        EXPECT_LE(column.data() + column.size(), line.data() + line.size());
      }
    }
  }
}

TEST(LineReader, ColumnsStandInTheLine) {
  const std::string line =
      R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "GET /a HTTP/1.1" 200 7 "-" "x" "-" "\x22v\x22" - HIT)";
  LineReader reader(*builtin_format("cache"));
  LogRecord record;
  ASSERT_EQ(reader.read(line, record), LineResult::Request);
  EXPECT_EQ(record.target.data() - line.data(), 46);
  EXPECT_EQ(record.method, Method::Get);
  EXPECT_EQ(record.cache, CacheWord::Hit);
  EXPECT_TRUE(record.knows(Meaning::IfNoneMatch));
  EXPECT_FALSE(record.knows(Meaning::IfRange));
  EXPECT_EQ(record.value(Meaning::IfNoneMatch), "");
  EXPECT_EQ(record.column(Meaning::IfNoneMatch), "-");
}

TEST(LineReader, TellsFaultsApart) {
  LogRecord record;
  LineReader combined(*builtin_format("combined"));
  EXPECT_EQ(combined.read("", record), LineResult::Comment);
  EXPECT_EQ(combined.read("  \r", record), LineResult::Comment);
  EXPECT_EQ(combined.read("# a comment", record), LineResult::Comment);
  EXPECT_EQ(combined.read("[error] something else", record), LineResult::Columns);
  EXPECT_EQ(
      combined.read(R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "GET / HTTP/1.1" OK 5 "-" "x")",
                    record),
      LineResult::Status);
  LineReader caddy(*builtin_format("caddy"));
  EXPECT_EQ(caddy.read(R"({"status":200)", record), LineResult::Json);
  EXPECT_EQ(caddy.read("plain text", record), LineResult::Json);
}

TEST(LineReader, RequestsThatAreNone) {
  LineReader reader(*builtin_format("combined"));
  LogRecord record;
  for (const std::string_view request : {"", "-", R"(\x16\x03\x01)", "quit"}) {
    const std::string line =
        fmt::format(R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "{}" 400 5 "-" "x")", request);
    ASSERT_EQ(reader.read(line, record), LineResult::Request) << request;
    EXPECT_EQ(record.target, "") << request;
    EXPECT_EQ(record.status, 400) << request;
  }
}

TEST(LineReader, EndsColumnsNearTheEndOfTheLineToo) {
  // Literals are compared eight bytes at a time where so many are left.
  const LogFormat format =
      parse_format(R"(log_format t '"$request" $status "$http_referer" $upstream_cache_status x';)")
          .value();
  const LineReader reader(format);
  for (std::size_t size = 0; size < 40; ++size) {
    const std::string value(size, 'v');
    for (const std::string& cache : {std::string("-"), std::string(size, 'H') + "IT"}) {
      const std::string line = fmt::format(R"("GET / HTTP/1.1" 200 "{}" {} x)", value, cache);
      const auto cut = reader.cut(line);
      ASSERT_EQ(cut.size(), 4u) << line;
      EXPECT_EQ(cut[2].text, value);
      EXPECT_EQ(cut[3].text, cache);
    }
  }
}

TEST(LineReader, HaproxysOwnCacheIsAHit) {
  LineReader reader(*builtin_format("haproxy"));
  LogRecord record;
  const auto cache = [&](std::string_view server) {
    const std::string line = fmt::format(
        R"(10.0.1.2:33317 [06/Feb/2024:12:14:14.655] web static/{} 10/0/30/69/109 200 2750 )"
        R"(- - ---- 1/1/1/1/0 0/0 "GET /a HTTP/1.1")",
        server);
    EXPECT_EQ(reader.read(line, record), LineResult::Request) << line;
    return record.cache;
  };
  EXPECT_EQ(cache("<CACHE>"), CacheWord::Hit);
  EXPECT_EQ(cache("srv1"), CacheWord::None);
  EXPECT_EQ(cache("<NOSRV>"), CacheWord::None);
}

TEST(LineReader, PutsCollectorsAside) {
  const std::string_view line = "x";
  EXPECT_EQ(without_prefix("Feb  6 12:14:14 localhost haproxy[14389]: x", Prefix::Syslog), line);
  EXPECT_EQ(without_prefix("<134>Feb  6 12:14:14 localhost nginx: x", Prefix::Syslog), line);
  EXPECT_EQ(without_prefix("2024-06-10T12:00:00.1+00:00 host nginx[1]: x", Prefix::Syslog), line);
  EXPECT_EQ(without_prefix("<34>1 2003-10-11T22:14:15.003Z h app 1 ID - x", Prefix::Syslog), line);
  EXPECT_EQ(
      without_prefix("<34>1 2003-10-11T22:14:15.003Z h app 1 ID [a b=\"c\"] x", Prefix::Syslog),
      line);
  EXPECT_EQ(without_prefix("caddy  | x", Prefix::Container), line);
  EXPECT_EQ(without_prefix("2025-12-31T17:37:40.493+01:00 stdout F x", Prefix::Cri), line);
  for (const Prefix prefix : {Prefix::Syslog, Prefix::Container, Prefix::Cri}) {
    for (const std::string_view plain :
         {"", "1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] \"GET / HTTP/1.1\" 200 5",
          "Feb  6 12:14:14", "2024-06-10T12:00:00", "{\"a\": 1}", " | "})
      EXPECT_EQ(without_prefix(plain, prefix), plain);
  }
}

}  // namespace
}  // namespace wiretag::logs
