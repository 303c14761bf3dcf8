#include <gtest/gtest.h>

#include "http/cache/explain.h"
#include "http/cache/update.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

constexpr Decision kReuse = Decision::Reuse;
constexpr Decision kReuseStale = Decision::ReuseStale;
constexpr Decision kRevalidate = Decision::Revalidate;
constexpr Decision kForward = Decision::Forward;
constexpr Confidence kCertain = Confidence::Certain;
constexpr Confidence kLikely = Confidence::Likely;
constexpr std::int64_t kDay = 86400;

const std::vector<Cache> kAny = {kBrowser, kProxy, kCdn};
const std::vector<Cache> kPrivate = {kBrowser};
const std::vector<Cache> kShared = {kProxy, kCdn};
const std::vector<Cache> kTargeted = {kCdn};

/// One row of the table of cache vectors. A response has Date kT0.
struct Vector {
  std::string_view number;
  Text response;
  std::int64_t asked;  ///< seconds after kT0
  std::vector<Cache> caches;
  Decision decision;
  Confidence confidence = kCertain;
  int status = 200;
  Text stored_for = {};  ///< fields of the request that brought it
  Text request = {};
  Fetch fetch = Fetch::Default;
  int write = 0;  ///< status of a PUT in between
};

#define TAG "ETag: \"v42\""

// clang-format off
const std::vector<Vector> kVectors = {
    {"c1", {"Cache-Control: max-age=60"}, 59, kAny, kReuse},
    {"c2 validator", {"Cache-Control: max-age=60", TAG}, 60, kAny, kRevalidate},
    {"c2 none", {"Cache-Control: max-age=60"}, 60, kAny, kForward},
    {"c3 shared", {"Cache-Control: max-age=60, s-maxage=600", TAG}, 100, kShared, kReuse},
    {"c3 private", {"Cache-Control: max-age=60, s-maxage=600", TAG}, 100, kPrivate, kRevalidate},
    {"c4", {"Cache-Control: max-age=60", "Age: 55", TAG}, 10, kAny, kRevalidate},
    {"c5", {"Cache-Control: no-cache", TAG}, 1, kAny, kRevalidate},
    {"c6", {"Cache-Control: no-store", TAG}, 1, kAny, kForward},
    {"c7", {"Cache-Control: max-age=0, stale-while-revalidate=30", TAG}, 20, kAny, kReuseStale},
    {"c8", {"Cache-Control: max-age=0, stale-while-revalidate=30, must-revalidate", TAG}, 20, kAny, kRevalidate},
    {"c9", {date_line("Last-Modified", -100 * kDay)}, 5 * kDay, kAny, kReuse, kLikely},
    {"c10", {TAG}, 1, kAny, kForward, kCertain, 302},
    {"c11", {}, 1, kAny, kForward, kLikely, 204},
    {"c12", {"Cache-Control: max-age=600", "Vary: Accept-Encoding", TAG}, 1, kAny, kForward, kCertain, 200, {"Accept-Encoding: gzip"}, {"Accept-Encoding: br"}},
    {"c13", {"Cache-Control: max-age=600", "Vary: *", TAG}, 1, kAny, kForward},
    {"c14 shared", {"Cache-Control: private, max-age=600"}, 1, kShared, kForward},
    {"c14 private", {"Cache-Control: private, max-age=600"}, 1, kPrivate, kReuse},
    {"c15", {"Cache-Control: max-age=600"}, 1, kShared, kForward, kCertain, 200, {"Authorization: Basic eDp5"}},
    {"c16", {"Cache-Control: max-age=600, public"}, 1, kShared, kReuse, kCertain, 200, {"Authorization: Basic eDp5"}},
    {"c17 CDN", {"Cache-Control: no-store", "CDN-Cache-Control: max-age=60"}, 10, kTargeted, kReuse},
    {"c17 browser", {"Cache-Control: no-store", "CDN-Cache-Control: max-age=60"}, 10, kPrivate, kForward},
    {"c18", {"CDN-Cache-Control: Max-Age=60", "Cache-Control: max-age=5", TAG}, 10, kTargeted, kRevalidate},
    {"c19", {"Expires: 0", TAG}, 1, kAny, kRevalidate},
    {"c20", {"Cache-Control: max-age=600", date_line("Expires", -1)}, 1, kAny, kReuse},
    {"c21", {"Cache-Control: max-age=31536000, immutable", TAG}, 1, kPrivate, kReuse, kLikely, 200, {}, {}, Fetch::PageReload},
    {"c22 validator", {"Cache-Control: max-age=600", TAG}, 1, kAny, kRevalidate, kCertain, 200, {}, {}, Fetch::Default, 204},
    {"c22 none", {"Cache-Control: max-age=600"}, 1, kAny, kForward, kCertain, 200, {}, {}, Fetch::Default, 204},
    {"c23", {"Cache-Control: max-age=600", TAG}, 1, kAny, kReuse, kCertain, 200, {}, {}, Fetch::Default, 412},
    {"c24", {"Cache-Control: max-age=\"60\""}, 10, kAny, kReuse, kLikely},
    {"c25", {"Cache-Control: max-age=1h", TAG}, 1, kAny, kRevalidate, kLikely},
};
// clang-format on

TEST(CacheVectors, HoldForEachCache) {
  for (const Vector& row : kVectors) {
    for (const Cache& cache : row.caches) {
      Exchanged stored(row.response, row.stored_for, row.status);
      stored.received.invalidated = invalidates(Method::Put, row.write);
      const Verdict verdict = ask(stored, row.asked, cache, row.request, row.fetch);
      EXPECT_EQ(to_string(verdict.decision), to_string(row.decision))
          << row.number << ": " << because(verdict);
      EXPECT_EQ(verdict.confidence, row.confidence) << row.number << ": " << because(verdict);
    }
  }
}

TEST(CacheVectors, CarryTheirTimes) {
  EXPECT_EQ(ask(Exchanged({"Cache-Control: max-age=60", "Age: 55"}), 10, kBrowser).age_s, 65);
  EXPECT_EQ(ask(Exchanged({date_line("Last-Modified", -100 * kDay)}), 0, kProxy).lifetime_s,
            10 * kDay);
  EXPECT_EQ(ask(Exchanged({}, {}, 204), 1, kBrowser).lifetime_s, 0);
}

}  // namespace
}  // namespace wiretag::http::cache
