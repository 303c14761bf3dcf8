#include <array>
#include <random>

#include <gtest/gtest.h>

#include "http/cache/explain.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

constexpr int kRounds = 60'000;

constexpr std::array<std::string_view, 24> kDirectives = {
    "max-age=60",      "max-age=0",        "max-age=\"30\"",   "max-age=x",
    "max-age={{ttl}}", "no-cache",         "no-cache=\"A\"",   "no-store",
    "must-understand", "private",          "public",           "private=\"A\"",
    "must-revalidate", "proxy-revalidate", "immutable",        "unknown",
    "s-maxage=20",     "s-maxage=200",     "s-maxage=bad",     "max-age=4000000000",
    "{{policy}}",      "unknown=\"a,b\"",  "stale-if-error=9", "stale-while-revalidate=50"};
constexpr std::array<std::string_view, 10> kRequestDirectives = {
    "max-age=0", "max-age=40", "min-fresh=30",   "max-stale", "max-stale=20",
    "no-cache",  "no-store",   "only-if-cached", "{{x}}",     "stale-if-error=5"};
constexpr std::array<int, 10> kStatuses = {200, 200, 200, 204, 206, 301, 302, 304, 404, 428};
constexpr std::array<std::int64_t, 9> kTimes = {-5, 0, 1, 30, 59, 60, 100, 300, 1'000'000};
constexpr std::array kFetches = {
    Fetch::Default, Fetch::Default, Fetch::Default,    Fetch::Default,      Fetch::NoStore,
    Fetch::Bypass,  Fetch::NoCache, Fetch::ForceCache, Fetch::OnlyIfCached, Fetch::PageReload};

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}

  bool one_in(unsigned n) { return engine_() % n == 0; }
  template <typename Array>
  auto pick(const Array& values) {
    return values[engine_() % values.size()];
  }
  template <typename Array>
  std::string list(const Array& members, unsigned longest) {
    std::string out;
    for (unsigned n = engine_() % (longest + 1); n > 0; --n) {
      if (!out.empty()) out += ", ";
      out += pick(members);
    }
    return out;
  }

 private:
  std::mt19937 engine_;
};

/// One random question, kept as text so that a property can change one line of it.
struct Question {
  Text response;
  Text stored_for;
  Text request;
  int status = 200;
  std::int64_t asked = 0;
  Fetch fetch = Fetch::Default;
  bool invalidated = false;

  [[nodiscard]] Verdict answer(const Cache& cache) const { return answer(cache, asked); }
  [[nodiscard]] Verdict answer(const Cache& cache, std::int64_t seconds) const {
    Exchanged stored(response, stored_for, status);
    stored.received.invalidated = invalidated;
    Verdict verdict = ask(stored, seconds, cache, request, fetch);
    verdict.validators = {};
    return verdict;
  }
  [[nodiscard]] std::string show() const {
    std::string out = std::to_string(status) + " at " + std::to_string(asked) + "\n";
    for (const Text* text : {&response, &request}) {
      for (const std::string& line : *text) out += "  " + line + "\n";
    }
    return out;
  }
};

Question question(Random& random) {
  Question out;
  out.response.push_back("Cache-Control: " + random.list(kDirectives, 4));
  if (random.one_in(3)) out.response.push_back("ETag: \"a\"");
  if (random.one_in(4)) out.response.push_back(date_line("Last-Modified", -1000));
  if (random.one_in(4)) out.response.push_back(date_line("Expires", random.pick(kTimes)));
  if (random.one_in(6)) out.response.push_back("Age: " + std::to_string(random.pick(kTimes)));
  if (random.one_in(6)) out.response.push_back(random.one_in(3) ? "Vary: *" : "Vary: Accept");
  if (random.one_in(5)) {
    out.response.push_back("CDN-Cache-Control: " + random.list(kDirectives, 3));
  }
  if (random.one_in(4)) out.stored_for.push_back("Authorization: x");
  if (random.one_in(8)) out.stored_for.push_back("Accept: a");
  if (random.one_in(3)) {
    out.request.push_back("Cache-Control: " + random.list(kRequestDirectives, 2));
  }
  out.status = random.pick(kStatuses);
  out.asked = random.pick(kTimes);
  out.fetch = random.pick(kFetches);
  out.invalidated = random.one_in(10);
  return out;
}

bool same(const Verdict& a, const Verdict& b) {
  return a.decision == b.decision && a.confidence == b.confidence && a.reason == b.reason &&
         a.not_stored == b.not_stored && a.lifetime_s == b.lifetime_s && a.age_s == b.age_s &&
         a.on_error == b.on_error;
}

constexpr std::array kCaches = {kBrowser, kProxy, kCdn};

template <typename Check>
void for_random_questions(unsigned seed, Check check) {
  Random random(seed);
  for (int i = 0; i < kRounds; ++i) {
    Question one = question(random);
    check(one, random.pick(kCaches), random);
    if (::testing::Test::HasFailure()) {
      ADD_FAILURE() << "round " << i << ": " << one.show();
      return;
    }
  }
}

TEST(CacheProperties, SMaxageNeverAffectsThePrivateCache) {
  for_random_questions(1, [](Question& one, const Cache&, Random& random) {
    const Verdict before = one.answer(kBrowser);
    one.response.push_back(random.one_in(2) ? "Cache-Control: s-maxage=7"
                                            : "Cache-Control: s-maxage=900");
    EXPECT_TRUE(same(before, one.answer(kBrowser)));
  });
}

TEST(CacheProperties, NoStoreNeverReuses) {
  for_random_questions(2, [](Question& one, const Cache& cache, Random&) {
    for (std::string& line : one.response) {
      if (line.find("must-understand") != std::string::npos) line = "X: y";
      if (line.starts_with("CDN-")) line += line.back() == ' ' ? "no-store" : ", no-store";
    }
    one.response.push_back("Cache-Control: no-store");
    const Decision decision = one.answer(cache).decision;
    EXPECT_TRUE(decision == Decision::Forward || decision == Decision::Fail);
  });
}

TEST(CacheProperties, MustRevalidateNeverServesStale) {
  for_random_questions(3, [](Question& one, const Cache& cache, Random&) {
    for (std::string& line : one.response) {
      if (line.starts_with("CDN-"))
        line += line.back() == ' ' ? "must-revalidate" : ", must-revalidate";
    }
    one.response.push_back("Cache-Control: must-revalidate");
    const Verdict verdict = one.answer(cache);
    EXPECT_NE(verdict.decision, Decision::ReuseStale);
    EXPECT_NE(verdict.on_error, OnError::ServeStale);
  });
}

TEST(CacheProperties, TimesAreNeverNegative) {
  for_random_questions(4, [](const Question& one, const Cache& cache, Random&) {
    const Verdict verdict = one.answer(cache);
    EXPECT_GE(verdict.lifetime_s, 0);
    EXPECT_GE(verdict.age_s, 0);
    EXPECT_FALSE(because(verdict).empty());
    EXPECT_EQ(because(verdict).find('\n'), std::string::npos);
  });
}

TEST(CacheProperties, UnknownDirectivesAndFieldsChangeNothing) {
  for_random_questions(5, [](Question& one, const Cache& cache, Random& random) {
    const Verdict before = one.answer(cache);
    switch (random.pick(std::array{0, 1, 2, 3})) {
      case 0:
        one.response.push_back("Cache-Control: x-new, another=\"max-age=5, no-store\"");
        break;
      case 1: one.response.push_back("X-Cache-Hint: no-store"); break;
      case 2: one.request.push_back("X-Trace: 1"); break;
      default: one.request.push_back("Cache-Control: x-new=5"); break;
    }
    EXPECT_TRUE(same(before, one.answer(cache)));
  });
}

bool serves(const Verdict& verdict) {
  return verdict.known() &&
         (verdict.decision == Decision::Reuse || verdict.decision == Decision::ReuseStale);
}

TEST(CacheProperties, ReuseNeverComesBackLater) {
  for_random_questions(6, [](const Question& one, const Cache& cache, Random&) {
    if (one.fetch == Fetch::ForceCache || one.fetch == Fetch::OnlyIfCached) return;
    Verdict before = one.answer(cache, -10);
    for (std::int64_t now = -9; now < 400; now += 13) {
      const Verdict later = one.answer(cache, now);
      EXPECT_GE(later.age_s, before.age_s);
      EXPECT_EQ(later.lifetime_s, before.lifetime_s);
      if (later.decision == Decision::Reuse) {
        EXPECT_EQ(before.decision, Decision::Reuse);
      }
      if (before.known() && before.reason == Reason::Stale) {
        EXPECT_FALSE(serves(later));
      }
      before = later;
    }
  });
}

TEST(CacheProperties, TemplatesNeverLeadToCertainReuse) {
  for_random_questions(7, [](Question& one, const Cache& cache, Random&) {
    one.response.emplace_back("Cache-Control: {{policy}}");
    for (std::string& line : one.response) {
      if (line.starts_with("CDN-")) line = "CDN-Cache-Control: {{policy}}";
    }
    EXPECT_FALSE(serves(one.answer(cache)));
  });
}

}  // namespace
}  // namespace wiretag::http::cache
