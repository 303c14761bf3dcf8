#include "documents/logs/url_key.h"

#include <gtest/gtest.h>

namespace wiretag::logs {
namespace {

TEST(UrlKeys, DropWhatDoesNotChooseAResource) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"/a/b.js", "/a/b.js"},
      {"/a?v=1", "/a?v=1"},
      {"/a?", "/a"},
      {"/a?utm_source=x&v=1&utm_medium=y", "/a?v=1"},
      {"/a?gclid=1", "/a"},
      {"/a?_=1718000000123", "/a"},
      {"/a?_=12", "/a?_=12"},
      {"/a?t=1718000000", "/a"},
      {"/a?t=now", "/a?t=now"},
      {"/a#top", "/a"},
      {"Example.COM:443/A", "example.com/A"},
      {"example.com", "example.com/"},
      {R"(/a\x22b)", "/a\"b"},
      {"/a%20b", "/a%20b"},
  };
  for (const auto& [raw, normal] : cases) EXPECT_EQ(normal_url(raw, Escape::Hex), normal) << raw;
  EXPECT_LE(normal_url("/" + std::string(100'000, 'a'), Escape::None).size(), 2'001u);
}

TEST(UrlKeys, JoinTheColumnsOfAUrl) {
  LogRecord record;
  std::string memory;
  record.target = "/a";
  EXPECT_EQ(raw_url(record, memory), "/a");
  record.raw[static_cast<std::size_t>(Meaning::Host)] = "example.com";
  record.raw[static_cast<std::size_t>(Meaning::Query)] = "b=1";
  EXPECT_EQ(raw_url(record, memory), "example.com/a?b=1");
  record.raw[static_cast<std::size_t>(Meaning::Query)] = "?b=2";
  EXPECT_EQ(raw_url(record, memory), "example.com/a?b=2");
  record.raw[static_cast<std::size_t>(Meaning::Query)] = "-";
  record.target = "https://other.org:443/c";
  EXPECT_EQ(raw_url(record, memory), "other.org:443/c");
}

TEST(UrlPatterns, PutIdsInBraces) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"/users/42", "/users/{id}"},
      {"/users/42/photo-7.jpg", "/users/{id}/photo-{id}.jpg"},
      {"/o/550e8400-e29b-41d4-a716-446655440000", "/o/{id}"},
      {"/app-3f9a2b.js", "/app-{id}.js"},
      {"/about/team", "/about/team"},
      {"/search?q=tea&page=2", "/search?q={any}&page={any}"},
      {"/a?flag", "/a?flag"},
      {"shop1.example.com/1", "shop1.example.com/{id}"},
      {"/cafe/decade", "/cafe/decade"},
  };
  for (const auto& [url, pattern] : cases) EXPECT_EQ(url_pattern(url), pattern) << url;
}

}  // namespace
}  // namespace wiretag::logs
