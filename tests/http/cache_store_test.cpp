#include <gtest/gtest.h>

#include "http/cache/explain.h"
#include "http/cache/store.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

struct Row {
  Text response;
  StoreReason in_private;
  StoreReason in_shared;
  Confidence confidence = Confidence::Certain;  ///< of the shared cache
  int status = 200;
  Text request = {};
  Method method = Method::Get;
};

using enum StoreReason;

constexpr Confidence kCertain = Confidence::Certain;
constexpr Confidence kLikely = Confidence::Likely;

// clang-format off
const std::vector<Row> kRows = {
    {{}, Storable, Storable},
    {{"Cache-Control: max-age=0"}, Storable, Storable},
    {{"Cache-Control: no-cache"}, Storable, Storable},
    {{"Cache-Control: no-store, public, max-age=60"}, NoStore, NoStore},
    {{"Cache-Control: no-store, must-understand"}, Storable, Storable, kLikely},
    {{"Cache-Control: no-store, must-understand"}, NotUnderstood, NotUnderstood, kCertain, 299},
    {{"Cache-Control: must-understand, max-age=9"}, NotUnderstood, NotUnderstood, kCertain, 599},
    {{"Cache-Control: private"}, Storable, Private},
    {{"Cache-Control: private, public"}, Storable, Private},
    {{"Cache-Control: private=\"Set-Cookie\""}, Storable, Storable, kLikely},
    {{"Set-Cookie: a=b", "Cache-Control: max-age=5"}, Storable, Storable, kLikely},
    {{"Cache-Control: max-age=5"}, Storable, Authorized, kCertain, 200, {"Authorization: x"}},
    {{"Cache-Control: public"}, Storable, Storable, kCertain, 200, {"Authorization: x"}},
    {{"Cache-Control: s-maxage=5"}, Storable, Storable, kCertain, 200, {"authorization: x"}},
    {{"Cache-Control: must-revalidate"}, Storable, Storable, kCertain, 200, {"Authorization: x"}},
    {{"Cache-Control: proxy-revalidate"}, Storable, Authorized, kCertain, 200, {"Authorization: x"}},
    {{"Cache-Control: max-age=5"}, RequestNoStore, RequestNoStore, kLikely, 200, {"Cache-Control: no-store"}},
    {{}, NothingAllows, NothingAllows, kCertain, 302},
    {{"Cache-Control: max-age=5"}, Storable, Storable, kCertain, 302},
    {{"Cache-Control: s-maxage=5"}, NothingAllows, Storable, kCertain, 302},
    {{"Cache-Control: private"}, Storable, Private, kCertain, 302},
    {{"Cache-Control: public"}, Storable, Storable, kCertain, 302},
    {{"Cache-Control: stale-while-revalidate=5"}, NothingAllows, NothingAllows, kCertain, 302},
    {{"Expires: 0"}, Storable, Storable, kCertain, 302},
    {{"Expires: 0", "Vendor-CDN-Cache-Control: must-revalidate"}, Storable, NothingAllows, kCertain, 302},
    {{}, Storable, Storable, kCertain, 404},
    {{}, Storable, Storable, kCertain, 501},
    {{}, NothingAllows, NothingAllows, kCertain, 500},
    {{"Cache-Control: public, max-age=5"}, StatusForbids, StatusForbids, kCertain, 428},
    {{"Cache-Control: public, max-age=5"}, StatusForbids, StatusForbids, kCertain, 429},
    {{"Cache-Control: max-age=5"}, NotModified, NotModified, kCertain, 304},
    {{"Cache-Control: max-age=5"}, Partial, Partial, kLikely, 206},
    {{}, StatusInterim, StatusInterim, kCertain, 103},
    {{"Cache-Control: max-age=5"}, MethodNotStored, MethodNotStored, kCertain, 200, {}, Method::Put},
    {{"Cache-Control: max-age=5"}, MethodNotStored, MethodNotStored, kLikely, 200, {}, Method::Head},
    {{"Cache-Control: max-age=5"}, MethodNotStored, MethodNotStored, kCertain, 200, {}, Method::Post},
    {{"Cache-Control: max-age=5", "Content-Location: /a"}, MethodNotStored, MethodNotStored, kLikely, 200, {}, Method::Post},
    {{"Cache-Control: {{policy}}"}, Placeholder, Placeholder, Confidence::Unknown},
    {{"Cache-Control: {{policy}}, no-store"}, NoStore, NoStore},
    {{"Cache-Control: {{policy}}"}, Placeholder, Placeholder, Confidence::Unknown, 200, {"Authorization: x"}},
};
// clang-format on

TEST(CanStore, FollowsTheTable) {
  for (const Row& row : kRows) {
    const Exchanged one(row.response, row.request, row.status, true, row.method);
    const std::string name =
        (row.response.empty() ? "" : row.response.front()) + " " + std::to_string(row.status);
    const StoreVerdict browser = can_store(one.received.request, one.received.response, kBrowser);
    const StoreVerdict shared = can_store(one.received.request, one.received.response, kCdn);
    EXPECT_EQ(to_string(browser.reason), to_string(row.in_private)) << name;
    EXPECT_EQ(to_string(shared.reason), to_string(row.in_shared)) << name;
    EXPECT_EQ(shared.storable, row.in_shared == Storable) << name;
    EXPECT_EQ(shared.confidence, row.confidence) << name;
  }
}

TEST(CanStore, SaysWhatIsKept) {
  const auto kept = [](const Text& response, const Cache& cache) {
    const Exchanged one(response);
    const Policy policy = policy_of(one.received.response.fields, cache);
    return kept_text(can_store(one.received.request, one.received.response, policy, cache),
                     lifetime(one.received, policy, cache), policy);
  };
  EXPECT_EQ(kept({"Cache-Control: max-age=600"}, kBrowser), "stored for 600 s (max-age=600)");
  EXPECT_EQ(kept({"Cache-Control: no-store"}, kBrowser), "not stored: no-store");
  EXPECT_EQ(kept({"Cache-Control: private"}, kProxy), "not stored: private");
  EXPECT_EQ(kept({"Cache-Control: no-cache"}, kProxy),
            "stored, checked before each use (no-cache)");
  EXPECT_EQ(kept({"CDN-Cache-Control: max-age=3600"}, kCdn),
            "stored for 3600 s (CDN-Cache-Control max-age=3600)");
}

}  // namespace
}  // namespace wiretag::http::cache
