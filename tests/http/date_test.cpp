#include "http/fields/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace wiretag::http {
namespace {

constexpr std::int64_t kExample = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT

struct Row {
  std::string_view text;
  std::optional<std::int64_t> seconds;
};

TEST(HttpDate, OriginReadsThreeFormsAndNothingElse) {
  const std::vector<Row> rows = {
      {"Sun, 06 Nov 1994 08:49:37 GMT", kExample},
      {"Sunday, 06-Nov-94 08:49:37 GMT", kExample},
      {"Sun Nov  6 08:49:37 1994", kExample},
      {"Sun Nov 06 08:49:37 1994", kExample},
      {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
      {"Wed, 31 Dec 1969 23:59:59 GMT", -1},
      {"Thu, 29 Feb 2024 00:00:00 GMT", 1709164800},
      {"Tue, 29 Feb 2000 00:00:00 GMT", 951782400},
      {"Fri, 31 Dec 9999 23:59:59 GMT", 253402300799},
      {"Sat, 31 Dec 2016 23:59:60 GMT", 1483228800},
      {"Wed, 29 Feb 2023 00:00:00 GMT", std::nullopt},
      {"Thu, 29 Feb 1900 00:00:00 GMT", std::nullopt},
      {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 31 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 32 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 00 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:00:00 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 25:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:60:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:61 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 UTC", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 +0000", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 gmt", std::nullopt},
      {"sun, 06 nov 1994 08:49:37 GMT", std::nullopt},
      {"SUN, 06 NOV 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 6 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 8:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 94 08:49:37 GMT", std::nullopt},
      {"Sun,06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun 06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun,  06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 GMT; length=5", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sunday, 06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06-Nov-94 08:49:37 GMT", std::nullopt},
      {"Xyz, 06 Nov 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nvm 1994 08:49:37 GMT", std::nullopt},
      {"Sun Nov 6 08:49:37 1994", std::nullopt},
      {"Sun Nov  6 08:49:37 1994 GMT", std::nullopt},
      {"Sun Nov 66 08:49:37 1994", std::nullopt},
      {"1994-11-06T08:49:37Z", std::nullopt},
      {"784111777", std::nullopt},
      {"0", std::nullopt},
      {"", std::nullopt},
      {"S", std::nullopt},
  };
  for (const Row& row : rows) {
    const auto parsed = parse_http_date(row.text);
    ASSERT_EQ(parsed.has_value(), row.seconds.has_value()) << row.text;
    if (parsed) {
      EXPECT_EQ(parsed->date.seconds, *row.seconds) << row.text;
    }
  }
}

TEST(HttpDate, CacheReadsAnyLetterCase) {
  for (std::string_view text : {"sun, 06 nov 1994 08:49:37 gmt", "SUNDAY, 06-NOV-94 08:49:37 Gmt",
                                "sUN nOV  6 08:49:37 1994"}) {
    const auto parsed = parse_http_date(text, DateReader::Cache);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->date.seconds, kExample) << text;
    EXPECT_FALSE(parse_http_date(text, DateReader::Origin)) << text;
  }
  EXPECT_FALSE(parse_http_date("sun, 06 nov 1994 08:49:37 utc", DateReader::Cache));
}

TEST(HttpDate, NamesTheForm) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->form, DateForm::ImfFixdate);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT")->form, DateForm::Rfc850);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994")->form, DateForm::Asctime);
}

TEST(HttpDate, WrongWeekdayIsStillADate) {
  EXPECT_TRUE(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT")->weekday_fits);
  const auto parsed = parse_http_date("Mon, 06 Nov 1994 08:49:37 GMT");
  ASSERT_TRUE(parsed);
  EXPECT_FALSE(parsed->weekday_fits);
  EXPECT_EQ(parsed->date.seconds, kExample);
}

TEST(HttpDate, TwoDigitYearsReachFiftyYearsAhead) {
  const HttpDate in_2026 = {1'780'000'000};
  const auto year = [&](std::string_view text, HttpDate now) {
    return to_string(parse_http_date(text, DateReader::Origin, now)->date).substr(12, 4);
  };
  EXPECT_EQ(year("Sunday, 06-Nov-76 08:49:37 GMT", in_2026), "2076");
  EXPECT_EQ(year("Sunday, 06-Nov-77 08:49:37 GMT", in_2026), "1977");
  EXPECT_EQ(year("Sunday, 06-Nov-00 08:49:37 GMT", in_2026), "2000");
  EXPECT_EQ(year("Sunday, 06-Nov-25 08:49:37 GMT", in_2026), "2025");
  EXPECT_EQ(year("Sunday, 06-Nov-77 08:49:37 GMT", {1'820'000'000}), "2077");
}

TEST(HttpDate, WritesImfFixdate) {
  for (std::string_view text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2024 00:00:00 GMT",
                                "Wed, 31 Dec 1969 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"}) {
    EXPECT_EQ(to_string(parse_http_date(text)->date), text);
  }
  EXPECT_EQ(to_string(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT")->date),
            "Sun, 01 Jan 2017 00:00:00 GMT");
}

}  // namespace
}  // namespace wiretag::http
