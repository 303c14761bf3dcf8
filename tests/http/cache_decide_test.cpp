#include <gtest/gtest.h>

#include "http/cache/explain.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

struct Row {
  std::string cache_control;  ///< of the response, which has an ETag
  std::string request;        ///< Cache-Control of the request
  std::int64_t asked;
  std::string in_private;
  std::string in_shared;
  Fetch fetch = Fetch::Default;
};

std::string show(const Verdict& verdict) {
  const std::string decision(to_string(verdict.decision));
  switch (verdict.confidence) {
    case Confidence::Certain: return decision;
    case Confidence::Likely: return decision + " likely";
    default: return "unknown";
  }
}

// clang-format off
const std::vector<Row> kRows = {
    {"max-age=60", "", 0, "reuse", "reuse"},
    {"max-age=60, no-cache=\"Set-Cookie\"", "", 0, "reuse likely", "reuse likely"},
    {"max-age=60, no-cache, stale-while-revalidate=99", "", 70, "revalidate", "revalidate"},
    {"max-age=60, proxy-revalidate, stale-while-revalidate=9", "", 61, "reuse_stale", "revalidate"},
    {"s-maxage=60, max-age=60, stale-while-revalidate=9", "", 61, "reuse_stale", "reuse_stale likely"},
    {"s-maxage=60, max-age=60, stale-while-revalidate=9, must-revalidate", "", 61, "revalidate", "revalidate"},
    {"max-age=60, stale-while-revalidate=9", "", 69, "reuse_stale", "reuse_stale"},
    {"max-age=60, stale-while-revalidate=9", "", 70, "revalidate", "revalidate"},
    {"max-age=60, stale-while-revalidate=x", "", 60, "revalidate", "revalidate"},
    {"max-age=60, stale-while-revalidate=\"9\"", "", 60, "reuse_stale likely", "reuse_stale likely"},
    {"max-age=60", "no-cache", 1, "revalidate likely", "revalidate likely"},
    {"max-age=60", "max-age=5", 5, "reuse", "reuse"},
    {"max-age=60", "max-age=5", 6, "revalidate likely", "revalidate likely"},
    {"max-age=60", "min-fresh=50", 10, "reuse", "reuse"},
    {"max-age=60", "min-fresh=50", 11, "revalidate likely", "revalidate likely"},
    {"max-age=60", "max-stale=5", 65, "reuse_stale likely", "reuse_stale likely"},
    {"max-age=60", "max-stale=5", 66, "revalidate", "revalidate"},
    {"max-age=60", "max-stale", 999, "reuse_stale likely", "reuse_stale likely"},
    {"max-age=60", "max-stale=x", 61, "revalidate", "revalidate"},
    {"max-age=60", "max-stale, max-age=70", 80, "revalidate", "revalidate"},
    {"max-age=60, must-revalidate", "max-stale", 61, "revalidate", "revalidate"},
    {"max-age=60, s-maxage=60", "max-stale", 61, "reuse_stale likely", "revalidate"},
    {"max-age=60, stale-while-revalidate=9", "max-age=99", 61, "revalidate", "revalidate"},
    {"max-age=60", "only-if-cached", 1, "reuse", "reuse"},
    {"max-age=60", "only-if-cached", 61, "fail likely", "fail likely"},
    {"no-store", "only-if-cached", 1, "fail likely", "fail likely"},
    {"max-age=60", "{{cc}}", 1, "unknown", "unknown"},
    {"max-age={{ttl}}", "", 1, "unknown", "unknown"},
    {"no-store, max-age={{ttl}}", "", 1, "forward", "forward"},
    {"max-age=60", "", 1, "forward", "forward", Fetch::NoStore},
    {"max-age=60", "", 1, "forward", "forward", Fetch::Bypass},
    {"max-age=60", "", 1, "revalidate", "revalidate", Fetch::NoCache},
    {"max-age=60", "", 99, "reuse", "reuse", Fetch::ForceCache},
    {"max-age=60", "", 99, "reuse", "reuse", Fetch::OnlyIfCached},
    {"no-store", "", 99, "fail likely", "fail likely", Fetch::OnlyIfCached},
    {"no-store", "", 99, "forward", "forward", Fetch::ForceCache},
    {"max-age=60", "", 1, "revalidate likely", "revalidate likely", Fetch::PageReload},
    {"max-age=60, immutable", "", 1, "reuse likely", "reuse likely", Fetch::PageReload},
    {"max-age=60, immutable", "", 60, "revalidate", "revalidate", Fetch::PageReload},
    {"max-age=60, immutable", "", 60, "revalidate", "revalidate"},
};
// clang-format on

TEST(Decide, FollowsTheTable) {
  for (const Row& row : kRows) {
    const Exchanged stored({"Cache-Control: " + row.cache_control, "ETag: \"v42\""});
    const Text request = row.request.empty() ? Text{} : Text{"Cache-Control: " + row.request};
    const std::string name = row.cache_control + " | " + row.request;
    EXPECT_EQ(show(ask(stored, row.asked, kBrowser, request, row.fetch)), row.in_private) << name;
    EXPECT_EQ(show(ask(stored, row.asked, kProxy, request, row.fetch)), row.in_shared) << name;
  }
}

TEST(Decide, AnswersOnlyGetAndHead) {
  const Exchanged stored({"Cache-Control: max-age=60"});
  const std::vector<Received> received = {stored.received};
  for (const Method method : {Method::Put, Method::Post, Method::Options, Method::Other}) {
    EXPECT_EQ(decide({{method, {}}, kT0}, received, kProxy).reason, Reason::MethodNotCached);
  }
  EXPECT_EQ(decide({{Method::Head, {}}, kT0}, received, kProxy).decision, Decision::Reuse);
}

TEST(Decide, SendsTheValidatorsAsWritten) {
  const auto sent = [](const Text& response) {
    Text all = response;
    all.emplace_back("Cache-Control: no-cache");
    const Exchanged stored(all);
    const Verdict verdict = ask(stored, 1, kBrowser);
    return show(verdict) + " " + conditions_text(verdict.validators);
  };
  EXPECT_EQ(sent({"ETag: W/\"a\"", date_line("Last-Modified", -9)}),
            "revalidate If-None-Match W/\"a\"");
  EXPECT_EQ(sent({date_line("Last-Modified", 0)}),
            "revalidate If-Modified-Since Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(sent({"ETag: v42"}), "revalidate likely If-None-Match v42");
  EXPECT_EQ(sent({"ETag: {{tag}}"}), "forward ");
  EXPECT_EQ(sent({"Last-Modified: yesterday"}), "forward ");
}

TEST(Decide, KnowsWhatAnErrorLeadsTo) {
  const auto on_error = [](const std::string& cache_control, const Cache& cache,
                           const Text& request = {}) {
    const Exchanged stored({"Cache-Control: " + cache_control, "ETag: \"a\""});
    return ask(stored, 100, cache, request).on_error;
  };
  EXPECT_EQ(on_error("max-age=60", kProxy), OnError::PassOn);
  EXPECT_EQ(on_error("max-age=60, stale-if-error=40", kProxy), OnError::ServeStale);
  EXPECT_EQ(on_error("max-age=60, stale-if-error=39", kProxy), OnError::PassOn);
  EXPECT_EQ(on_error("max-age=60", kProxy, {"Cache-Control: stale-if-error=40"}),
            OnError::ServeStale);
  EXPECT_EQ(on_error("max-age=60, must-revalidate, stale-if-error=40", kBrowser),
            OnError::GatewayTimeout);
  EXPECT_EQ(on_error("max-age=60, proxy-revalidate, stale-if-error=40", kProxy),
            OnError::GatewayTimeout);
  EXPECT_EQ(on_error("max-age=60, proxy-revalidate, stale-if-error=40", kBrowser),
            OnError::ServeStale);
}

TEST(Decide, NeedsNoClockWhereACheckIsDemanded) {
  Exchanged stored({"Cache-Control: no-cache", date_line("Expires", 60), "ETag: \"a\""}, {}, 200,
                   false);
  stored.received.relative_clock = true;
  EXPECT_EQ(show(ask(stored, 1, kBrowser)), "revalidate");
  Exchanged dated({date_line("Expires", 60), "ETag: \"a\""}, {}, 200, false);
  dated.received.relative_clock = true;
  EXPECT_EQ(ask(dated, 1, kBrowser).reason, Reason::NoClock);
  EXPECT_FALSE(ask(dated, 1, kBrowser).known());
}

TEST(Decide, ExplainsItself) {
  const auto why = [](const Text& response, std::int64_t asked, const Cache& cache = kBrowser,
                      const Text& request = {}) {
    const Exchanged stored(response);
    return because(ask(stored, asked, cache, request));
  };
  EXPECT_EQ(why({"Cache-Control: max-age=600"}, 60), "fresh: max-age=600, age 60; 540 s left");
  EXPECT_EQ(why({"CDN-Cache-Control: max-age=60"}, 10, kCdn),
            "fresh: CDN-Cache-Control max-age=60, age 10; 50 s left");
  EXPECT_EQ(why({"Cache-Control: max-age=60", "ETag: \"v42\""}, 100),
            "stale: max-age=60, age 100; asks with If-None-Match \"v42\"");
  EXPECT_EQ(why({"Cache-Control: max-age=60"}, 100),
            "stale: max-age=60, age 100; no validator to ask with");
  EXPECT_EQ(why({"Cache-Control: max-age=1h", "ETag: \"a\""}, 1),
            "stale: max-age without a number of seconds, age 1; asks with If-None-Match \"a\"");
  EXPECT_EQ(why({"Expires: 0", "ETag: \"a\""}, 1),
            "stale: Expires is no date, age 1; asks with If-None-Match \"a\"");
  EXPECT_EQ(why({date_line("Expires", -9), "ETag: \"a\""}, 1),
            "stale: Expires is not after Date, age 1; asks with If-None-Match \"a\"");
  EXPECT_EQ(why({date_line("Last-Modified", 0), "ETag: \"a\""}, 1),
            "stale: Last-Modified is not before Date, age 1; asks with If-None-Match \"a\"");
  EXPECT_EQ(why({date_line("Last-Modified", -1000)}, 1),
            "fresh: about 100 s, a tenth of Date minus Last-Modified, age 1; 99 s left");
  EXPECT_EQ(why({"Cache-Control: no-cache", "ETag: \"a\""}, 1),
            "no-cache: checked before each use; asks with If-None-Match \"a\"");
  EXPECT_EQ(why({"Cache-Control: no-store"}, 1), "the earlier response is not stored: no-store");
  EXPECT_EQ(why({"Vary: *"}, 1), "Vary: * matches no request");
  EXPECT_EQ(why({"Cache-Control: no-store"}, 1, kBrowser, {"Cache-Control: only-if-cached"}),
            "the earlier response is not stored: no-store; only-if-cached: 504");
  EXPECT_EQ(
      why({"Cache-Control: max-age=1, stale-while-revalidate=30"}, 20),
      "stale: max-age=1, age 20; within stale-while-revalidate=30, checked in the background");
  EXPECT_EQ(
      why({"Cache-Control: max-age=60", "ETag: \"a\""}, 10, kBrowser, {"Cache-Control: max-age=5"}),
      "the request accepts age 5, this is max-age=60, age 10; asks with If-None-Match \"a\"");
}

}  // namespace
}  // namespace wiretag::http::cache
