#include <gtest/gtest.h>

#include "http/cache/dictionary.h"
#include "http/cache/policy.h"
#include "tests/http/cache_support.h"

namespace wiretag::http::cache {
namespace {

std::string show(const std::optional<Seconds>& seconds) {
  if (!seconds) return "-";
  if (!seconds->well_formed) return "malformed";
  return std::to_string(seconds->value) + (seconds->plain ? "" : " likely");
}

Policy policy(const Text& response, const Cache& cache = kCdn) {
  const std::vector<FieldLine> read = lines(response);
  return policy_of(read, cache);
}

std::string max_age(const std::string& cache_control) {
  return show(policy({"Cache-Control: " + cache_control}).max_age);
}

TEST(CachePolicy, ReadsSeconds) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"max-age=60", "60"},
      {"MAX-AGE=60", "60"},
      {"max-age=60, max-age=60", "60"},
      {"max-age=60, max-age=70", "60 likely"},
      {"max-age=60, max-age=x", "60 likely"},
      {"max-age=\"60\"", "60 likely"},
      {"max-age=99999999999", "2147483648"},
      {"max-age=1h", "malformed"},
      {"max-age=-1", "malformed"},
      {"max-age=1.5", "malformed"},
      {"max-age=", "malformed"},
      {"max-age", "malformed"},
      {"x-max-age=60", "-"},
      {"private=\"max-age=60\"", "-"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(max_age(text), expected) << text;
}

TEST(CachePolicy, TellsQualifiedFromUnqualified) {
  const Policy bare = policy({"Cache-Control: no-cache, private"});
  EXPECT_TRUE(bare.no_cache && bare.is_private);
  EXPECT_FALSE(bare.no_cache_fields || bare.private_fields);
  const Policy named = policy({"Cache-Control: no-cache=\"Set-Cookie\", private=X-A"});
  EXPECT_FALSE(named.no_cache || named.is_private);
  EXPECT_TRUE(named.no_cache_fields && named.private_fields);
}

TEST(CachePolicy, JoinsLines) {
  const Policy read = policy({"Cache-Control: public", "Cache-Control: s-maxage=5, immutable"});
  EXPECT_TRUE(read.is_public && read.immutable);
  EXPECT_EQ(show(read.s_maxage), "5");
}

TEST(CachePolicy, KnowsATemplateAsUnknown) {
  EXPECT_TRUE(policy({"Cache-Control: {{policy}}"}).placeholder);
  EXPECT_TRUE(policy({"Cache-Control: max-age={{ttl}}"}).placeholder);
  EXPECT_TRUE(policy({"CDN-Cache-Control: {{policy}}", "Cache-Control: no-store"}).placeholder);
  EXPECT_FALSE(policy({"Cache-Control: max-age=1, foo={{bar}}"}).placeholder);
}

TEST(CachePolicy, UsesTheFirstUsableTargetedFieldAlone) {
  const auto source = [](const Text& response, const Cache& cache = kCdn) {
    const Policy read = policy(response, cache);
    return std::string(read.targeted) + " " + show(read.max_age);
  };
  const Text both = {"Cache-Control: max-age=5", "CDN-Cache-Control: max-age=60"};
  EXPECT_EQ(source(both), "CDN-Cache-Control 60");
  EXPECT_EQ(source(both, kProxy), " 5");
  EXPECT_EQ(source(both, kBrowser), " 5");
  EXPECT_EQ(source({"CDN-Cache-Control: max-age=60", "vendor-cdn-cache-control: max-age=7"}),
            "Vendor-CDN-Cache-Control 7");
  EXPECT_EQ(source({"CDN-Cache-Control: max-age=60", "Vendor-CDN-Cache-Control: max-age=7,"}),
            "CDN-Cache-Control 60");
  EXPECT_EQ(source({"CDN-Cache-Control:", "Cache-Control: max-age=5"}), " 5");
  EXPECT_EQ(source({"CDN-Cache-Control: Max-Age=60", "Cache-Control: max-age=5"}), " 5");
  EXPECT_EQ(source({"CDN-Cache-Control: foo", "Cache-Control: max-age=5"}), "CDN-Cache-Control -");
}

TEST(CachePolicy, DoesNotConsumeTargetedValuesOfAnotherType) {
  EXPECT_FALSE(policy({"CDN-Cache-Control: max-age=\"60\""}).max_age);
  EXPECT_FALSE(policy({"CDN-Cache-Control: max-age=60.5"}).max_age);
  EXPECT_FALSE(policy({"CDN-Cache-Control: max-age=-1"}).max_age);
  EXPECT_FALSE(policy({"CDN-Cache-Control: no-store=?0, max-age=1"}).no_store);
  EXPECT_TRUE(policy({"CDN-Cache-Control: no-store=?1;reason=x"}).no_store);
  EXPECT_TRUE(policy({"CDN-Cache-Control: private=\"a\""}).private_fields);
  EXPECT_EQ(show(policy({"CDN-Cache-Control: max-age=1, max-age=2"}).max_age), "2");
}

TEST(CachePolicy, ReadsRequestDirectives) {
  const auto read = [](const std::string& text) {
    const Text request = {"Cache-Control: " + text};
    const std::vector<FieldLine> fields = lines(request);
    return request_policy_of(fields);
  };
  EXPECT_EQ(show(read("max-stale").max_stale), "2147483648");
  EXPECT_EQ(show(read("max-stale=5").max_stale), "5");
  EXPECT_EQ(show(read("max-age=0").max_age), "0");
  EXPECT_EQ(show(read("min-fresh=9").min_fresh), "9");
  EXPECT_TRUE(read("No-Cache").no_cache);
  EXPECT_TRUE(read("only-if-cached").only_if_cached);
  EXPECT_TRUE(read("no-store").no_store);
  EXPECT_TRUE(read("{{x}}").placeholder);
}

TEST(Dictionary, AcceptsWhatTheGrammarAllows) {
  for (const std::string_view text :
       {"a", "a=1", "a=-1.25", "*a_-.1=?0", "a=\"x\\\"y\"", "a=tok/en:x", "a=*x",
        "a=:YQ==:", "a=@1700000000", "a=%\"f%c3\"", "a=(1 \"b\" c)", "a=();x", "a;p=1;q, b",
        "a \t,\t b", "a=123456789012345", ""}) {
    EXPECT_TRUE(parse_dictionary({text})) << text;
  }
}

TEST(Dictionary, RejectsTheRest) {
  for (const std::string_view text : {"A",
                                      "a,",
                                      ",a",
                                      "a b",
                                      "a=",
                                      "a=\"x",
                                      "a=\"\\x\"",
                                      "a=?2",
                                      "a=(1",
                                      "a=(1\"b\")",
                                      "a=:Y",
                                      "a=1.",
                                      "a=1.2345",
                                      "a=1234567890123456",
                                      "a=1234567890123.1",
                                      "a=@1.5",
                                      "a =1",
                                      "a= 1",
                                      "a;P=1",
                                      "1a",
                                      "a=%x",
                                      "a=-"}) {
    EXPECT_FALSE(parse_dictionary({text})) << text;
  }
  EXPECT_FALSE(parse_dictionary({"a", "", "b"}));
}

TEST(Dictionary, KeepsTheLastOfEqualKeys) {
  const auto members = parse_dictionary({"a=1, b;x=2", "a=\"z\""});
  ASSERT_TRUE(members);
  ASSERT_EQ(members->size(), 2U);
  EXPECT_EQ((*members)[0].key, "b");
  EXPECT_EQ((*members)[1].type, ItemType::String);
  EXPECT_EQ((*members)[1].text, "z");
}

}  // namespace
}  // namespace wiretag::http::cache
