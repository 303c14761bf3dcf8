#include "documents/readers/log_reader.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "documents/logs/log_scan.h"

namespace wiretag::readers {
namespace {

using logs::LogFormat;
using logs::LogRecord;
using logs::Meaning;

LogFormat format(std::string_view text) {
  auto parsed = logs::parse_format(text);
  EXPECT_TRUE(parsed) << text;
  return parsed ? *std::move(parsed) : LogFormat{};
}

constexpr std::string_view kCache =
    R"(192.0.2.1 - - [10/Jun/2024:06:13:20 +0000] "GET /a.js HTTP/1.1" 200 500 "-" "-" "-" "\x22v1\x22" 10.0.0.1:80 MISS
192.0.2.1 - - [10/Jun/2024:06:13:25 +0000] "GET /a.js HTTP/1.1" 304 0 "-" "-" "\x22v1\x22" "\x22v1\x22" 10.0.0.2:80 HIT
)";

std::uint32_t place(std::string_view text, std::string_view part) {
  return static_cast<std::uint32_t>(text.find(part));
}

TEST(LogReader, FoldsASnippetWithTheUrlsPlaces) {
  const Origin origin(kCache, 1'000);
  const LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  EXPECT_TRUE(content.problems().empty());
  EXPECT_EQ(content.traffic()->format, "cache");
  EXPECT_EQ(content.traffic()->requests, 2U);
  ASSERT_EQ(content.traffic()->urls.size(), 1U);
  const UrlTraffic& url = content.traffic()->urls[0];
  EXPECT_EQ(url.url, "/a.js");
  EXPECT_EQ(url.full.lines, 1U);
  EXPECT_EQ(url.full.bytes, 500U);
  EXPECT_EQ(url.not_modified.lines, 1U);
  EXPECT_EQ(url.tags.size(), 2U);
  ASSERT_TRUE(url.first);
  EXPECT_EQ(url.first->target().view, "/a.js");
  EXPECT_EQ(url.first->target().span().begin, 1'000 + place(kCache, "/a.js"));
  EXPECT_EQ(url.first->line.span(),
            (text::Span{1'000, 1'000 + static_cast<std::uint32_t>(kCache.find('\n'))}));
  EXPECT_EQ(url.first->node().view, "10.0.0.1:80");
}

TEST(LogReader, TakesLineEndsOfBothKinds) {
  std::string text;
  for (const char c : kCache) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const Origin origin(text, 0);
  const LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  EXPECT_EQ(content.traffic()->requests, 2U);
  EXPECT_TRUE(content.traffic()->first->line.view.ends_with(" MISS"));
}

TEST(LogReader, PlacesTheLinesOfAQuotedListing) {
  const std::string file =
      "> 192.0.2.1 - - [10/Jun/2024:06:13:20 +0000] \"GET /a HTTP/1.1\" 200 5\n"
      "> 192.0.2.1 - - [10/Jun/2024:06:13:21 +0000] \"GET /b HTTP/1.1\" 404 7\n";
  std::string text;
  SourceMap map;
  for (std::size_t at = 0; at < file.size();) {
    const auto begin = static_cast<std::uint32_t>(at + 2);
    const auto end = static_cast<std::uint32_t>(file.find('\n', at) + 1);
    text += file.substr(begin, end - begin);
    map.add(end - begin, {begin, end});
    at = end;
  }
  const Origin origin(text, std::move(map), "> ", false);
  LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  ASSERT_EQ(content.traffic()->urls.size(), 2U);
  for (const UrlTraffic& url : content.traffic()->urls) {
    EXPECT_EQ(url.first->target().span().begin, place(file, url.url));
  }
  const auto record = content.record_at(place(file, "404"));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->target, "/b");
  EXPECT_FALSE(content.record_at(static_cast<std::uint32_t>(file.size()) + 1));
}

TEST(LogReader, TakesTheFormatThatACommentNames) {
  const std::string text =
      "# log_format short '$status|$request_uri|$sent_http_etag';\n"
      "200|/a|\"v1\"\n"
      "\n"
      "304|/a|\"v1\"\n";
  const Origin origin(text, 0);
  LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  EXPECT_EQ(content.traffic()->format, "log_format short");
  EXPECT_EQ(content.traffic()->requests, 2U);
  EXPECT_FALSE(content.record_at(3)) << "a comment is no record";
  EXPECT_FALSE(content.record_at(place(text, "\n304"))) << "nor is a blank line";
  const auto record = content.record_at(place(text, "304"));
  ASSERT_TRUE(record);
  EXPECT_EQ(record->status, 304);
  EXPECT_EQ(record->etag.opaque, "v1");
  EXPECT_EQ(record->column(Meaning::ETag).data(), text.data() + text.rfind('"') - 3);
}

TEST(LogReader, GoesOnWithTheFieldsOfALaterDirective) {
  const std::string text =
      "#Fields: date time cs-uri-stem sc-status\n"
      "2024-06-10 06:13:20 /a 200\n"
      "#Fields: sc-status cs-uri-stem\n"
      "404 /b\n";
  const Origin origin(text, 0);
  LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  EXPECT_EQ(content.traffic()->requests, 2U);
  EXPECT_EQ(content.traffic()->unreadable, 0U);
  EXPECT_EQ(content.format_at(place(text, "/a"))->columns.size(), 4U);
  EXPECT_EQ(content.format_at(place(text, "/b"))->columns.size(), 2U);
  EXPECT_EQ(content.record_at(place(text, "/b"))->status, 404);
  EXPECT_EQ(content.record_at(place(text, "/a"))->status, 200);
}

TEST(LogReader, TakesTheFormatThatIsNamed) {
  const std::string text = "200 /a\n404 /b\n";
  const Origin origin(text, 0);
  const LogFormat named = format("$status $request_uri");
  const LogContent content(origin, &named);
  ASSERT_TRUE(content.traffic());
  EXPECT_EQ(content.traffic()->requests, 2U);
  EXPECT_TRUE(content.problems().empty());
}

TEST(LogReader, KeepsLinesThatDoNotFit) {
  const std::string text = std::string(kCache) + "half a line\n" + std::string(kCache);
  const Origin origin(text, 0);
  LogContent content(origin);
  ASSERT_TRUE(content.traffic());
  EXPECT_EQ(content.traffic()->requests, 4U);
  EXPECT_EQ(content.traffic()->unreadable, 1U);
  ASSERT_EQ(content.traffic()->faults.size(), 1U);
  ASSERT_EQ(content.traffic()->faults[0].samples.size(), 1U);
  const Text& line = content.traffic()->faults[0].samples[0]->line;
  EXPECT_EQ(line.view, "half a line");
  EXPECT_EQ(line.span().begin, place(text, "half"));
  EXPECT_FALSE(content.record_at(place(text, "half")));
}

TEST(LogReader, SaysThatNoFormatFits) {
  const std::string text = "# notes\nthis is prose\nand more of it\n";
  const Origin origin(text, 0);
  LogContent content(origin);
  EXPECT_FALSE(content.traffic());
  ASSERT_EQ(content.problems().size(), 1U);
  EXPECT_EQ(content.problems()[0].kind, LogProblem::Kind::UnknownFormat);
  EXPECT_EQ(content.problems()[0].place.view, "this is prose");
  EXPECT_FALSE(content.problems()[0].detail.empty());
  EXPECT_FALSE(content.format_at(0));
  EXPECT_FALSE(content.record_at(0));
  EXPECT_FALSE(content.column_at(0));
}

TEST(LogReader, PlacesAFormatThatIsNone) {
  const std::string text = "# log_format short '$status ${request_uri'\n200 /a\n";
  const Origin origin(text, 0);
  const LogContent content(origin);
  EXPECT_FALSE(content.traffic());
  ASSERT_EQ(content.problems().size(), 1U);
  EXPECT_EQ(content.problems()[0].kind, LogProblem::Kind::MalformedFormat);
  EXPECT_EQ(content.problems()[0].place.span().begin, 0U);
  EXPECT_FALSE(content.problems()[0].detail.empty());
}

TEST(LogReader, HasNothingToSayOfATextWithoutLines) {
  for (const std::string_view text : {"", "\n\n", "# a comment"}) {
    const Origin origin(text, 0);
    LogContent content(origin);
    EXPECT_FALSE(content.traffic()) << text;
    EXPECT_TRUE(content.problems().empty()) << text;
    EXPECT_FALSE(content.record_at(0)) << text;
  }
}

TEST(LogReader, NamesTheColumnUnderACursor) {
  const Origin origin(kCache, 50);
  const LogContent content(origin);
  const auto node = content.column_at(50 + place(kCache, "0.0.2:80"));
  ASSERT_TRUE(node);
  EXPECT_EQ(node->column->name, "$upstream_addr");
  EXPECT_EQ(node->value.view, "10.0.0.2:80");
  EXPECT_EQ(node->value.span().begin, 50 + place(kCache, "10.0.0.2:80"));
  const auto behind = content.column_at(50 + place(kCache, " 500 "));
  ASSERT_TRUE(behind);
  EXPECT_EQ(behind->value.view, "200") << "a cursor behind a value is on it";
  EXPECT_FALSE(content.column_at(50 + place(kCache, "[10/Jun")));
  EXPECT_FALSE(content.column_at(10));
}

TEST(LogReader, TakesAnyBytes) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    std::string text(kCache);
    for (int n = 0; n < 20; ++n) text[random() % text.size()] = static_cast<char>(random() % 256);
    const Origin origin(text, 0);
    LogContent content(origin);
    for (std::uint32_t at = 0; at <= text.size(); at += 7) {
      const auto record = content.record_at(at);
      if (const auto column = content.column_at(at)) {
        EXPECT_TRUE(record || content.format_at(at)) << at;
        EXPECT_LE(column->value.span().begin, at);
        EXPECT_GE(column->value.span().end, at);
      }
    }
    if (!content.traffic()) continue;
    for (const LogSample& sample : content.traffic()->samples) {
      EXPECT_LE(sample.line.span().end, text.size());
    }
  }
}

std::string described(const LogTraffic& log) {
  std::ostringstream text;
  text << log.format << ' ' << log.product << ' ' << log.lines << ' ' << log.requests << ' '
       << log.bytes << ' ' << log.conditional << ' ' << log.not_modified << ' ' << log.unreadable
       << ' ' << log.first_s << ' ' << log.last_s << '\n';
  for (const UrlTraffic& url : log.urls) {
    text << url.url << ' ' << url.members << ' ' << url.requests << ' ' << url.bytes << ' '
         << url.full.lines << ' ' << url.not_modified.lines << ' ' << url.tags.size() << ' '
         << url.first->target().view << '\n';
  }
  for (const LogSample& sample : log.samples) text << sample.line.view << '\n';
  return text.str();
}

TEST(LogReader, ReadsRealLogsAsTheScanDoes) {
  const std::filesystem::path folder = std::filesystem::path(WIRETAG_CORPORA) / "accesslog";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::stringstream file;
    file << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string text = file.str();
    const Origin origin(text, 0);
    LogContent content(origin);
    logs::LogScan scan(logs::ScanOptions{});
    const bool scanned = scan.add_files({entry.path().string()}).has_value();
    ASSERT_EQ(content.traffic() != nullptr, scanned) << entry.path();
    EXPECT_EQ(content.problems().empty(), scanned) << entry.path();
    if (!scanned) continue;
    EXPECT_EQ(described(*content.traffic()), described(*scan.finish()->traffic)) << entry.path();
    for (const UrlTraffic& url : content.traffic()->urls) {
      const auto record = content.record_at(url.first->line.span().begin);
      ASSERT_TRUE(record) << entry.path() << " " << url.first->line.view;
      EXPECT_EQ(record->target, url.first->target().view);
    }
  }
}

}  // namespace
}  // namespace wiretag::readers
