#include <gtest/gtest.h>

#include "http/cache/freshness.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

std::string show(std::int64_t seconds, Confidence confidence) {
  switch (confidence) {
    case Confidence::Unknown: return "unknown";
    case Confidence::Likely: return std::to_string(seconds) + " likely";
    default: return std::to_string(seconds);
  }
}

std::string lifetime_of(const Exchanged& one, const Cache& cache) {
  const Lifetime found =
      lifetime(one.received, policy_of(one.received.response.fields, cache), cache);
  return show(found.seconds, found.confidence);
}

struct Row {
  Text response;
  std::string in_private;
  std::string in_shared;
  int status = 200;
  bool dated = true;
};

// clang-format off
const std::vector<Row> kRows = {
    {{"Cache-Control: max-age=60"}, "60", "60"},
    {{"Cache-Control: max-age=60, s-maxage=600"}, "60", "600"},
    {{"Cache-Control: s-maxage=600"}, "0 likely", "600"},
    {{"Cache-Control: s-maxage=x, max-age=60"}, "60", "0 likely"},
    {{"Cache-Control: max-age=60", "Expires: 0"}, "60", "60"},
    {{"Cache-Control: max-age=1h", date_line("Expires", 60)}, "0 likely", "0 likely"},
    {{date_line("Expires", 60)}, "60", "60"},
    {{date_line("Expires", -60)}, "0", "0"},
    {{date_line("Expires", 60)}, "60 likely", "60 likely", 200, false},
    {{date_line("Expires", 60), date_line("Expires", 90)}, "60 likely", "60 likely"},
    {{"Expires: 0"}, "0", "0"},
    {{"Expires: never"}, "0", "0"},
    {{"Expires: {{when}}"}, "unknown", "unknown"},
    {{"expires: sun, 06 nov 1994 08:50:37 gmt"}, "60", "60"},
    {{date_line("Last-Modified", -1000)}, "100 likely", "100 likely"},
    {{date_line("Last-Modified", 1000)}, "0 likely", "0 likely"},
    {{date_line("Last-Modified", -1000)}, "0 likely", "0 likely", 302},
    {{date_line("Last-Modified", -1000), "Cache-Control: public"}, "100 likely", "100 likely", 302},
    {{}, "0 likely", "0 likely"},
    {{"Cache-Control: max-age={{ttl}}"}, "unknown", "unknown"},
    {{"CDN-Cache-Control: max-age=5", date_line("Expires", 60)}, "60", "5"},
    {{"CDN-Cache-Control: public", date_line("Expires", 60)}, "60", "0 likely"},
};
// clang-format on

TEST(Lifetime, FollowsTheTable) {
  for (const Row& row : kRows) {
    const Exchanged one(row.response, {}, row.status, row.dated);
    const std::string name = row.response.empty() ? "" : row.response.front();
    EXPECT_EQ(lifetime_of(one, kBrowser), row.in_private) << name;
    EXPECT_EQ(lifetime_of(one, kCdn), row.in_shared) << name;
  }
}

TEST(Lifetime, NeedsAClockForDates) {
  Exchanged expires({date_line("Expires", 60)}, {}, 200, false);
  expires.received.relative_clock = true;
  EXPECT_EQ(lifetime_of(expires, kBrowser), "unknown");
  Exchanged max_age({"Cache-Control: max-age=60"}, {}, 200, false);
  max_age.received.relative_clock = true;
  EXPECT_EQ(lifetime_of(max_age, kBrowser), "60");
}

struct AgeRow {
  Text response;
  std::int64_t delay;    ///< between request and response
  std::int64_t arrival;  ///< seconds after kT0
  std::int64_t now;
  std::string expected;
  bool dated = true;
};

TEST(Age, FollowsTheTable) {
  const std::vector<AgeRow> rows = {
      {{}, 0, 0, 10, "10"},
      {{}, 0, 7, 10, "10"},
      {{}, 0, 7, 10, "3", false},
      {{"Age: 55"}, 0, 0, 10, "65"},
      {{"Age: 55"}, 0, 60, 70, "70"},
      {{"Age: 55"}, 4, 4, 4, "59"},
      {{"Age: 5, 90"}, 0, 0, 0, "5 likely"},
      {{"Age: x", "Age: 8"}, 0, 0, 0, "8 likely"},
      {{"Age: -3"}, 0, 0, 1, "1 likely"},
      {{"Age: {{age}}"}, 0, 0, 1, "unknown"},
      {{}, 0, 0, -50, "0"},
      {{}, 0, -50, -50, "0"},
  };
  for (const AgeRow& row : rows) {
    Exchanged one(row.response, {}, 200, row.dated);
    one.received.response_time = after(row.arrival);
    one.received.request_time = after(row.arrival - row.delay);
    const Age found = age(one.received, after(row.now));
    EXPECT_EQ(show(found.seconds, found.confidence), row.expected)
        << (row.response.empty() ? "" : row.response.front()) << " now " << row.now;
  }
}

}  // namespace
}  // namespace wiretag::http::cache
