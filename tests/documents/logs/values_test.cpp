#include <gtest/gtest.h>

#include "documents/logs/log_values.h"

namespace wiretag::logs {
namespace {

TEST(LogTimes, ReadsEveryForm) {
  const std::int64_t noon = 1'718'020'800;  // 2024-06-10 12:00:00 UTC
  for (const std::string_view text :
       {"10/Jun/2024:12:00:00 +0000", "10/Jun/2024:14:00:00 +0200", "10/Jun/2024:06:30:00 -0530",
        "10/Jun/2024:12:00:00.127", "10/Jun/2024:12:00:00 ", "2024-06-10T12:00:00Z",
        "2024-06-10T14:00:00+02:00", "2024-06-10 12:00:00", "2024-06-10T12:00:00.493035218+00:00",
        "1718020800", "1718020800.627", "1718020800627", "1718020800627123", "1718020800627123456"})
    EXPECT_EQ(parse_time(text), noon) << text;
  EXPECT_EQ(parse_time("2024-06-10", "12:00:00"), noon);
}

TEST(LogTimes, TakesMonthsThatALanguageAbbreviates) {
  EXPECT_EQ(parse_time("02/sept./2015:00:11:31 +0200"), 1'441'145'491);
}

TEST(LogTimes, RefusesWhatIsNone) {
  for (const std::string_view text :
       {"", "-", "10/Jun/2024", "99/Jun/2024:12:00:00 +0000", "10/Foo/2024:12:00:00 +0000",
        "2024-13-10T12:00:00Z", "12:00:00", "17180208", "-1718020800", "1718020800x",
        "10/Jun/2024:25:00:00 +0000", "10/Jun/2024:12:00:00 x"})
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
}

struct TagCase {
  std::string_view text;
  Escape escape;
  std::string_view opaque;
  bool weak;
};

TEST(LogTags, AreReadBehindEveryEscape) {
  const TagCase cases[] = {
      {R"(\x22v1\x22)", Escape::Hex, "v1", false},
      {R"(W/\x22v1\x22)", Escape::Hex, "v1", true},
      {R"(\x22a\x5Cb\x22)", Escape::Hex, R"(a\b)", false},
      {R"(\"v1\")", Escape::Backslash, "v1", false},
      {R"(W/\"v1\")", Escape::Backslash, "v1", true},
      {R"(\u0022v1\u0022)", Escape::Backslash, "v1", false},
      {R"("v1")", Escape::None, "v1", false},
      {R"(W/"v1")", Escape::None, "v1", true},
      {R"(""v1"")", Escape::None, "v1", false},
      {"#22v1#22", Escape::Hash, "v1", false},
      {"%22v1%22", Escape::Percent, "v1", false},
      {"W/%2522v1%2522", Escape::DoublePercent, "v1", true},
      {"v1", Escape::Hex, "v1", false},
      {"-", Escape::Hex, "", false},
      {"", Escape::Hex, "", false},
      {"null", Escape::Backslash, "", false},
      {R"(\x22)", Escape::Hex, "\"", false},
      {R"(\x2)", Escape::Hex, R"(\x2)", false},
  };
  for (const TagCase& one : cases) {
    std::string memory;
    const LoggedTag tag = read_tag(one.text, one.escape, memory);
    EXPECT_EQ(tag.opaque, one.opaque) << one.text;
    EXPECT_EQ(tag.weak, one.weak) << one.text;
  }
}

TEST(LogTags, AreFoundInLists) {
  EXPECT_TRUE(list_holds(R"(\x22a\x22, W/\x22v1\x22)", Escape::Hex, "v1"));
  EXPECT_TRUE(list_holds(R"(\"a,b\",\"v1\")", Escape::Backslash, "a,b"));
  EXPECT_TRUE(list_holds("v1", Escape::None, "v1"));
  EXPECT_FALSE(list_holds("*", Escape::None, "*"));
  EXPECT_FALSE(list_holds(R"(\x22v12\x22)", Escape::Hex, "v1"));
  EXPECT_FALSE(list_holds(R"("a", "b)", Escape::None, "c"));
  EXPECT_FALSE(list_holds(",,, ,", Escape::None, "c"));
}

TEST(CacheWords, OfEveryCache) {
  const std::pair<std::string_view, CacheWord> cases[] = {
      {"HIT", CacheWord::Hit},
      {"hit", CacheWord::Hit},
      {"MISS", CacheWord::Miss},
      {"EXPIRED", CacheWord::Expired},
      {"REVALIDATED", CacheWord::Revalidated},
      {"STALE", CacheWord::Stale},
      {"UPDATING", CacheWord::Updating},
      {"BYPASS", CacheWord::Bypass},
      {"DYNAMIC", CacheWord::Bypass},
      {"pass", CacheWord::Bypass},
      {"hitmiss", CacheWord::Miss},
      {"hitpass", CacheWord::Bypass},
      {"MISS-CLUSTER", CacheWord::Miss},
      {"HIT-STALE", CacheWord::Stale},
      {"RefreshHit", CacheWord::Revalidated},
      {"OriginShieldHit", CacheWord::Hit},
      {"TCP_MEM_HIT", CacheWord::Hit},
      {"TCP_REFRESH_UNMODIFIED", CacheWord::Revalidated},
      {"TCP_REFRESH_MODIFIED", CacheWord::Expired},
      {"TCP_REFRESH_FAIL_OLD", CacheWord::Stale},
      {"TCP_MISS_ABORTED", CacheWord::Miss},
      {"TCP_DENIED", CacheWord::Other},
      {"Souin; hit; ttl=43", CacheWord::Hit},
      {"Souin; fwd=uri-miss; stored", CacheWord::Miss},
      {"Edge; fwd=stale; fwd-status=304", CacheWord::Revalidated},
      {"Origin; hit, Edge; fwd=stale; fwd-status=200", CacheWord::Expired},
      {"-", CacheWord::None},
      {"", CacheWord::None},
      {"10.0.0.1:80", CacheWord::Other},
  };
  for (const auto& [text, word] : cases) EXPECT_EQ(cache_word(text), word) << text;
}

TEST(Ranges, ResumeBehindByteZero) {
  EXPECT_TRUE(resumes("bytes=100-"));
  EXPECT_FALSE(resumes("bytes=0-"));
  EXPECT_FALSE(resumes("bytes=-100"));
  EXPECT_FALSE(resumes("-"));
}

}  // namespace
}  // namespace wiretag::logs
