#include <optional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "http/fields/cache_control.h"
#include "http/fields/field_name.h"
#include "http/fields/if_range.h"
#include "http/method.h"

namespace wiretag::http {
namespace {

TEST(FieldName, ComparesWithoutRegardToCase) {
  EXPECT_EQ(field_name("If-None-Match"), FieldName::IfNoneMatch);
  EXPECT_EQ(field_name("if-none-match"), FieldName::IfNoneMatch);
  EXPECT_EQ(field_name("ETAG"), FieldName::ETag);
  EXPECT_EQ(field_name("X-Upstream"), FieldName::XUpstream);
  EXPECT_EQ(field_name("Accept"), FieldName::Accept);
  EXPECT_EQ(field_name("E-Tag"), FieldName::Unknown);
  EXPECT_EQ(field_name("If-None-Match "), FieldName::Unknown);
  EXPECT_EQ(field_name(""), FieldName::Unknown);
}

TEST(FieldName, EveryNameReadsBack) {
#define WIRETAG_FIELD(id, text)               \
  EXPECT_EQ(field_name(text), FieldName::id); \
  EXPECT_EQ(to_string(FieldName::id), text);
#include "http/fields/field_names.inc"
#undef WIRETAG_FIELD
  EXPECT_EQ(to_string(FieldName::Unknown), "");
}

TEST(Method, NamesAreCaseSensitive) {
  EXPECT_EQ(method("GET"), Method::Get);
  EXPECT_EQ(method("DELETE"), Method::Delete);
  EXPECT_EQ(method("CONNECT"), Method::Connect);
  EXPECT_EQ(method("get"), Method::Other);
  EXPECT_EQ(method("QUERY"), Method::Other);
  EXPECT_EQ(method(""), Method::Other);
  EXPECT_EQ(to_string(Method::Patch), "PATCH");
  EXPECT_EQ(to_string(Method::Other), "");
}

TEST(IfRange, AQuoteAmongTheFirstThreeBytesMeansATag) {
  struct Row {
    std::string_view text;
    bool tag;
    bool date;
  };
  const std::vector<Row> rows = {
      {R"("v42")", true, false},
      {R"(W/"v42")", true, false},
      {R"( "v42" )", true, false},
      {R"(w/"v42")", false, false},
      {R"("a", "b")", false, false},
      {R"("v42)", false, false},
      {"Sun, 06 Nov 1994 08:49:37 GMT", false, true},
      {"Sunday, 06-Nov-94 08:49:37 GMT", false, true},
      {"Sun, 06 Nov 1994 08:49:37 UTC", false, false},
      {"v42", false, false},
      {"*", false, false},
      {"", false, false},
  };
  for (const Row& row : rows) {
    const IfRange parsed = parse_if_range(row.text);
    EXPECT_EQ(parsed.tag.has_value(), row.tag) << row.text;
    EXPECT_EQ(parsed.date.has_value(), row.date) << row.text;
    EXPECT_EQ(parsed.valid(), row.tag || row.date) << row.text;
  }
}

struct Expected {
  std::string_view text;
  std::string_view name;
  std::optional<std::string_view> value;
  bool quoted;
};

TEST(CacheControl, SplitsDirectives) {
  struct Row {
    std::vector<std::string_view> lines;
    std::vector<Expected> directives;
  };
  const std::vector<Row> rows = {
      {{"max-age=60, no-cache"},
       {{"max-age=60", "max-age", "60", false}, {"no-cache", "no-cache", {}, false}}},
      {{" , no-store ,,"}, {{"no-store", "no-store", {}, false}}},
      {{R"(private="a, b", max-age=1)"},
       {{R"(private="a, b")", "private", "a, b", true}, {"max-age=1", "max-age", "1", false}}},
      {{R"(max-age="60")"}, {{R"(max-age="60")", "max-age", "60", true}}},
      {{R"(x="a\",b", public)"},
       {{R"(x="a\",b")", "x", R"(a\",b)", true}, {"public", "public", {}, false}}},
      {{R"(private="a, max-age=1)"},
       {{R"(private="a)", "private", R"("a)", false}, {"max-age=1", "max-age", "1", false}}},
      {{R"(foo", max-age=1)"},
       {{R"(foo")", R"(foo")", {}, false}, {"max-age=1", "max-age", "1", false}}},
      {{"max-age = 60"}, {{"max-age = 60", "max-age", "60", false}}},
      {{"max-age="}, {{"max-age=", "max-age", "", false}}},
      {{"max-age=1", "s-maxage=2"},
       {{"max-age=1", "max-age", "1", false}, {"s-maxage=2", "s-maxage", "2", false}}},
      {{""}, {}},
  };
  for (const Row& row : rows) {
    const CacheControl field = parse_cache_control(row.lines);
    ASSERT_EQ(field.directives.size(), row.directives.size()) << row.lines.front();
    for (std::size_t i = 0; i < row.directives.size(); ++i) {
      EXPECT_EQ(field.directives[i].text, row.directives[i].text);
      EXPECT_EQ(field.directives[i].name, row.directives[i].name);
      EXPECT_EQ(field.directives[i].value, row.directives[i].value);
      EXPECT_EQ(field.directives[i].quoted, row.directives[i].quoted);
    }
  }
}

TEST(CacheControl, FindsTheFirstWithoutRegardToCase) {
  const CacheControl field = parse_cache_control({"Max-Age=1, max-age=2, PUBLIC"});
  ASSERT_NE(field.find("max-age"), nullptr);
  EXPECT_EQ(field.find("max-age")->value, "1");
  EXPECT_TRUE(field.has("public"));
  EXPECT_FALSE(field.has("private"));
}

TEST(DeltaSeconds, DigitsOnlyAndSaturating) {
  EXPECT_EQ(parse_delta_seconds("0"), 0U);
  EXPECT_EQ(parse_delta_seconds("31536000"), 31536000U);
  EXPECT_EQ(parse_delta_seconds("2147483647"), 2147483647U);
  EXPECT_EQ(parse_delta_seconds("2147483648"), 2147483648U);
  EXPECT_EQ(parse_delta_seconds("2147483649"), 2147483648U);
  EXPECT_EQ(parse_delta_seconds("99999999999999999999999"), 2147483648U);
  for (std::string_view bad : {"", "-1", "+1", "1.5", "1h", " 1", "1 ", "0x1"}) {
    EXPECT_EQ(parse_delta_seconds(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace wiretag::http
