#include "documents/traffic/caching.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "http/cache/explain.h"

namespace wiretag {
namespace {

using http::Confidence;

/// What the caches do with the last exchange of `text`.
struct Seen {
  explicit Seen(const std::string& text)
      : document("x.http", text),
        traffic(document.exchanges()),
        view(cache_view(*traffic.judged().back())) {}

  static std::string show(const std::optional<CacheAnswer>& answer) {
    if (!answer) return "-";
    return fmt::format("{}{} {}/{}", http::cache::to_string(answer->decision),
                       answer->confidence == Confidence::Likely ? " likely" : "",
                       answer->age_s ? std::to_string(*answer->age_s) : "?", answer->lifetime_s);
  }
  [[nodiscard]] std::string browser() const { return show(view.private_cache); }
  [[nodiscard]] std::string shared() const { return show(view.shared_cache); }
  [[nodiscard]] std::string summary() const { return cache_summary(view); }

  readers::Document document;
  Traffic traffic;
  CacheView view;
};

std::string date_line(int seconds) {
  return fmt::format("Date: {}\n", http::to_string(http::HttpDate{784111777 + seconds}));
}

const std::string kGet = "GET /a HTTP/1.1\nHost: x\n\n";

std::string answered(const std::string& fields, const std::string& request_fields = "",
                     const std::string& status = "200 OK") {
  return "GET /a HTTP/1.1\nHost: x\n" + request_fields + "\nHTTP/1.1 " + status + "\n" + fields +
         "\n###\n";
}

std::string dated(const std::string& fields, int seconds = 0) {
  return answered(date_line(seconds) + "ETag: \"v42\"\n" + fields);
}

/// A request at a time after the exchange before it.
std::string at(const std::string& offset, const std::string& fields = "") {
  return "# @at " + offset + "\nGET /a HTTP/1.1\nHost: x\n" + fields + "\n";
}

TEST(Caching, ForwardsTheFirstRequestAndSaysWhatIsStored) {
  const Seen seen(dated("Cache-Control: max-age=600\n"));
  EXPECT_EQ(seen.browser(), "forward 0/600");
  EXPECT_EQ(seen.view.private_cache->because, "nothing stored; stored for 600 s (max-age=600)");
  EXPECT_EQ(seen.summary(),
            "Browser and shared cache: forwards (nothing stored); stored for 600 s (max-age=600). "
            "After that: If-None-Match \"v42\" \xE2\x86\x92 304.");
}

TEST(Caching, SaysWhatIsNotStored) {
  const Seen seen(dated("Cache-Control: no-store\n"));
  EXPECT_EQ(seen.browser(), "forward 0/0");
  EXPECT_EQ(seen.view.shared_cache->because, "nothing stored; not stored: no-store");
  EXPECT_EQ(seen.summary(),
            "Browser and shared cache: forwards (nothing stored); not stored: no-store.");
  EXPECT_EQ(Seen(kGet).browser(), "forward 0/0");
  EXPECT_EQ(Seen(kGet).view.private_cache->because, "nothing stored");
}

TEST(Caching, ReadsEachFormOfOffset) {
  const std::string first = dated("Cache-Control: max-age=600\n");
  EXPECT_EQ(Seen(first + at("+90s")).browser(), "reuse 90/600");
  EXPECT_EQ(Seen(first + at("+5m")).browser(), "reuse 300/600");
  EXPECT_EQ(Seen(first + at("+2h")).browser(), "revalidate 7200/600");
  EXPECT_EQ(Seen(first + at("+1d")).browser(), "revalidate 86400/600");
  for (const char* wrong : {"90s", "+90", "+s", "+-1s", "+9w", "later", "+1.5h"}) {
    EXPECT_EQ(Seen(first + at(wrong)).browser(), "-") << wrong;
  }
}

TEST(Caching, AddsOffsetsUp) {
  EXPECT_EQ(
      Seen(dated("Cache-Control: max-age=600\n") + at("+90s") + "\n###\n" + at("+1m")).browser(),
      "reuse likely 150/600");
}

TEST(Caching, TakesTheTimeFromDates) {
  const std::string first = dated("Cache-Control: max-age=600\n");
  EXPECT_EQ(Seen(first + dated("", 60)).browser(), "reuse 60/600");
  EXPECT_EQ(Seen(first + "# @origin " + date_line(70) + kGet).browser(), "reuse 70/600");
  EXPECT_EQ(Seen(first + dated("Age: 30\n", 60)).browser(), "reuse 90/600");
  EXPECT_EQ(Seen(first + "# @at +80s\n" + dated("", 0)).browser(), "reuse 80/600");
}

TEST(Caching, CountsTheAgeThatAResponseCameWith) {
  const std::string first = dated("Cache-Control: max-age=60\nAge: 55\n");
  EXPECT_EQ(Seen(first + at("+4s")).browser(), "reuse 59/60");
  EXPECT_EQ(Seen(first + at("+5s")).browser(), "revalidate 60/60");
  EXPECT_EQ(Seen(first + dated("", 58)).browser(), "reuse 58/60");
  EXPECT_EQ(Seen(first + dated("", 10)).browser(), "revalidate likely 65/60");
}

TEST(Caching, NeedsNoDateWhereOffsetsTellTheTime) {
  const std::string first = answered("Cache-Control: max-age=600\nETag: \"a\"\n");
  EXPECT_EQ(Seen(first + at("+90s")).browser(), "reuse 90/600");
  EXPECT_EQ(Seen(answered("Expires: Sun, 06 Nov 1994 08:49:37 GMT\nETag: \"a\"\n") + at("+90s"))
                .browser(),
            "-");
}

TEST(Caching, DoesNotGuessATime) {
  const Seen seen(dated("Cache-Control: max-age=600\n") + kGet);
  EXPECT_EQ(seen.browser(), "-");
  EXPECT_EQ(seen.summary(),
            "Caches: cannot be told (no clock: a Date field or `# @at +90s` would tell how old the "
            "stored response is).");
  EXPECT_EQ(Seen(answered("Cache-Control: max-age=600\n") + dated("", 60)).browser(), "-");
}

TEST(Caching, NeedsNoClockWhereNoneIsConsulted) {
  EXPECT_EQ(Seen(dated("Cache-Control: no-cache\n") + kGet).browser(), "revalidate ?/0");
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=0\n") + kGet).browser(), "revalidate ?/0");
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=0, stale-while-revalidate=9\n") + kGet).browser(),
            "-");
  EXPECT_EQ(Seen(dated("Cache-Control: no-store\n") + kGet).browser(), "forward 0/0");
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=0\n") + kGet).view.private_cache->because,
            "stale: max-age=0; asks with If-None-Match \"v42\"");
}

TEST(Caching, TellsBrowserAndSharedCacheApart) {
  const Seen seen(dated("Cache-Control: private, max-age=600\n") + at("+60s"));
  EXPECT_EQ(seen.browser(), "reuse 60/600");
  EXPECT_EQ(seen.shared(), "forward 0/0");
  EXPECT_EQ(seen.summary(),
            "Browser: fresh for 540 s, no request. Shared cache: forwards (private). "
            "After that: If-None-Match \"v42\" \xE2\x86\x92 304.");
}

TEST(Caching, ReadsCdnCacheControlForTheSharedCache) {
  const Seen seen(dated("Cache-Control: no-store\nCDN-Cache-Control: max-age=3600\n") + at("+60s"));
  EXPECT_EQ(seen.browser(), "forward 0/0");
  EXPECT_EQ(seen.shared(), "reuse 60/3600");
  EXPECT_EQ(seen.view.shared_cache->because,
            "fresh: CDN-Cache-Control max-age=3600, age 60; 3540 s left");
}

TEST(Caching, RefreshesBy304) {
  const std::string not_modified =
      answered(date_line(700) + "ETag: \"v42\"\nCache-Control: max-age=60\n",
               "If-None-Match: \"v42\"\n", "304 Not Modified");
  const std::string first = dated("Cache-Control: max-age=600\n");
  const Seen check(first + not_modified);
  EXPECT_EQ(check.browser(), "revalidate likely 700/600");
  EXPECT_EQ(check.shared(), "revalidate 700/600");
  EXPECT_EQ(check.view.shared_cache->because,
            "stale: max-age=600, age 700; asks with If-None-Match \"v42\"; 304 refreshes it");
  EXPECT_EQ(Seen(first + not_modified + at("+20s")).browser(), "reuse 20/60");
  EXPECT_EQ(Seen(first + answered(date_line(700) + "ETag: \"other\"\n", "", "304 Not Modified") +
                 at("+20s"))
                .browser(),
            "revalidate 720/600");
}

TEST(Caching, StoresNothingByA304) {
  const std::string not_modified = answered(date_line(1) + "Cache-Control: max-age=60\n",
                                            "If-None-Match: \"v42\"\n", "304 Not Modified");
  EXPECT_EQ(Seen(dated("Cache-Control: no-store\n") + not_modified + at("+2s")).browser(),
            "forward 0/0");
  EXPECT_EQ(Seen(answered(date_line(0), "", "500 Oops") + not_modified + at("+2s")).browser(),
            "forward 0/0");
}

TEST(Caching, RefreshesOrOutdatesByHead) {
  const auto head = [](const std::string& tag) {
    return "HEAD /a HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\n" + date_line(500) + "ETag: " + tag +
           "\n\n###\n";
  };
  const std::string first = dated("Cache-Control: max-age=600\n");
  EXPECT_EQ(Seen(first + head("\"v42\"") + at("+200s")).browser(), "reuse 200/600");
  EXPECT_EQ(Seen(first + head("\"v43\"") + at("+20s")).browser(), "revalidate 520/600");
}

TEST(Caching, InvalidatesByWrites) {
  const auto put = [](const std::string& status) {
    return "PUT /a HTTP/1.1\nHost: x\n\nHTTP/1.1 " + status + "\n\n###\n";
  };
  const std::string first = dated("Cache-Control: max-age=600\n");
  const Seen after_put(first + put("204 No Content") + at("+60s"));
  EXPECT_EQ(after_put.browser(), "revalidate 60/600");
  EXPECT_EQ(after_put.view.private_cache->because,
            "a write has invalidated the stored response; asks with If-None-Match \"v42\"");
  EXPECT_EQ(Seen(first + put("412 Precondition Failed") + at("+60s")).browser(), "reuse 60/600");
  EXPECT_EQ(Seen(first + put("204 No Content")).view.shared_cache->because,
            "only GET and HEAD are answered from a cache; 204 invalidates what is stored");
  EXPECT_EQ(Seen(first + "PUT /a HTTP/1.1\nHost: x\n\n###\n" + at("+60s")).browser(),
            "reuse likely 60/600");
  EXPECT_EQ(Seen(first + "PROPFIND /a HTTP/1.1\nHost: x\n\nHTTP/1.1 207 Multi-Status\n\n###\n" +
                 at("+60s"))
                .browser(),
            "reuse 60/600");
}

TEST(Caching, SelectsByVary) {
  const std::string gzip =
      answered(date_line(0) + "Vary: Accept-Encoding\nCache-Control: max-age=600\n",
               "Accept-Encoding: gzip\n");
  EXPECT_EQ(Seen(gzip + at("+9s", "Accept-Encoding: gzip\n")).shared(), "reuse 9/600");
  const Seen other(gzip + at("+9s", "Accept-Encoding: br\n"));
  EXPECT_EQ(other.shared(), "forward 0/0");
  EXPECT_EQ(other.summary(), "Browser and shared cache: forwards (another variant is stored).");
  const std::string plain = answered(date_line(5) + "Cache-Control: max-age=100\n");
  EXPECT_EQ(Seen(gzip + plain + at("+9s", "Accept-Encoding: gzip\n")).shared(), "reuse 14/600");
}

TEST(Caching, KeepsUrlsApart) {
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=600\n") + "# @at +9s\nGET /b HTTP/1.1\nHost: x\n\n")
                .browser(),
            "forward 0/0");
}

TEST(Caching, DoesNotKnowWhoSetACondition) {
  const std::string first = dated("Cache-Control: max-age=600\n");
  const Seen seen(first + at("+9s", "If-None-Match: \"v42\"\n"));
  EXPECT_EQ(seen.browser(), "reuse likely 9/600");
  EXPECT_EQ(seen.shared(), "reuse 9/600");
  const Seen put("PUT /a HTTP/1.1\nHost: x\nIf-None-Match: *\n\n");
  EXPECT_EQ(put.browser(), "forward 0/0");
}

TEST(Caching, KnowsASoftReload) {
  const std::string reload = "Cache-Control: max-age=0\n";
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=600\n") + at("+9s", reload)).browser(),
            "revalidate likely 9/600");
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=600, immutable\n") + at("+9s", reload)).browser(),
            "reuse likely 9/600");
}

TEST(Caching, ClaimsNothingOfTemplates) {
  const Seen seen(dated("Cache-Control: max-age={{ttl}}\n") + at("+9s"));
  EXPECT_EQ(seen.browser(), "-");
  EXPECT_EQ(seen.summary(),
            "Caches: cannot be told (a template stands where the caching directives are).");
  const Seen half(dated("Cache-Control: max-age=60\nCDN-Cache-Control: {{cdn}}\n") + at("+9s"));
  EXPECT_EQ(
      half.summary(),
      "Browser: fresh for 51 s, no request. Shared cache: cannot be told (a template stands "
      "where the caching directives are). After that: If-None-Match \"v42\" \xE2\x86\x92 304.");
}

TEST(Caching, SpeaksForPeople) {
  EXPECT_EQ(
      Seen(dated("Cache-Control: max-age=60, stale-while-revalidate=99\n") + at("+90s")).summary(),
      "Browser and shared cache: reuses a stale response and checks it afterwards. "
      "After that: If-None-Match \"v42\" \xE2\x86\x92 304.");
  EXPECT_EQ(Seen(dated("Cache-Control: max-age=60\n") + at("+90s")).summary(),
            "Browser and shared cache: asks with If-None-Match \"v42\" (stale).");
  EXPECT_EQ(Seen("PUT /a HTTP/1.1\nHost: x\n\n").summary(),
            "Browser and shared cache: forwards (not a GET or HEAD).");
  EXPECT_EQ(Seen(at("+1s", "Cache-Control: only-if-cached\n")).summary(),
            "Browser and shared cache: probably answers 504 (only-if-cached).");
}

TEST(Caching, StaysNearby) {
  std::string text = dated("Cache-Control: max-age=9999\n");
  for (int i = 0; i < 63; ++i) text += kGet + "###\n";
  EXPECT_EQ(Seen(text + at("+9s")).browser(), "reuse likely 9/9999");
  EXPECT_EQ(Seen(text + kGet + "###\n" + at("+9s")).browser(), "forward 0/0");
}

}  // namespace
}  // namespace wiretag
