#include "rules/conditions/date_values.h"

#include <gtest/gtest.h>

namespace wiretag::rules::tests {
namespace {

constexpr std::string_view kTen = "Sun, 22 Nov 2026 10:00:00 GMT";

struct Reading {
  std::string_view text;
  std::string_view meant;  ///< empty: cannot be told
  bool sure = false;
};

TEST(MeantDate, ReadsWhatIsNoHttpDate) {
  const Reading readings[] = {
      {"2026-11-22T10:00:00Z", kTen, true},
      {"2026-11-22T11:00:00+01:00", kTen, true},
      {"2026-11-22T04:30:00-0530", kTen, true},
      {"2026-11-22 10:00:00 UTC", kTen, true},
      {"2026-11-22T10:00Z", kTen, true},
      {"2026-11-22T10:00:00.000Z", kTen, true},
      {"2026-11-22T10:00:00.250Z", kTen, false},
      {"2026-11-22T10:00:00", kTen, false},
      {"2026-11-22", "", false},
      {"2026-13-22T10:00:00Z", "", false},
      {"2026-11-22T25:00:00Z", "", false},
      {"Sun, 22 Nov 2026 10:00:00 UTC", kTen, true},
      {"Sun, 22 Nov 2026 05:00:00 -0500", kTen, true},
      {"Sun 22 Nov 2026 10:00:00 GMT", kTen, true},
      {"22 November 2026 10:00:00 GMT", kTen, true},
      {"Mon, 22 Nov 2026 10:00:00 UTC", kTen, false},
      {"Sun, 22 Nov 2026 10:00:00", kTen, false},
      {"Sun, 22-Nov-2026 10:00:00 GMT", kTen, true},
      {"Sun, 22 Nov 2026 10:00:00 EST", "", false},
      {"Sun, 22 Nov 2026 10:00 PM GMT", "", false},
      {"Sun, 30 Feb 2026 10:00:00 GMT", "", false},
      {"Sun Nov 22 2026 11:00:00 GMT+0100 (Central European Standard Time)", kTen, true},
      {"\"Sun, 22 Nov 2026 10:00:00 GMT\"", kTen, true},
      {"1795341600", kTen, false},
      {"1795341600000", kTen, false},
      {"17953416", "", false},
      {"soon", "", false},
      {"", "", false},
  };
  for (const Reading& reading : readings) {
    const auto meant = meant_date(reading.text);
    ASSERT_EQ(meant.has_value(), !reading.meant.empty()) << reading.text;
    if (!meant) continue;
    EXPECT_EQ(http::to_string(meant->date), reading.meant) << reading.text;
    EXPECT_EQ(meant->sure, reading.sure) << reading.text;
  }
}

TEST(MeantDate, TakesAnyBytes) {
  for (const std::string_view text :
       {"-", ":", "::", "+", "1-", "1--", "-1-2-3", "1:2:3:4", "T", ",", "GMT", "GMT+", "(",
        "2026-", "2026-11-22T", "2026-11-22T1", "99999999999999999999-1-1 1:1", "\xFF\xFE 10:00"}) {
    EXPECT_FALSE(meant_date(text)) << text;
  }
}

TEST(ListsDates, CountsZones) {
  EXPECT_TRUE(lists_dates("Sun, 22 Nov 2026 10:00:00 GMT, Mon, 23 Nov 2026 10:00:00 GMT"));
  EXPECT_FALSE(lists_dates(kTen));
  EXPECT_FALSE(lists_dates(""));
}

}  // namespace
}  // namespace wiretag::rules::tests
