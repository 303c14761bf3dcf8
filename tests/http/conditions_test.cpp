#include "http/conditions.h"

#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace wiretag::http {
namespace {

using Lines = std::vector<std::pair<FieldName, std::string_view>>;

ConditionalRequest read(const Lines& lines) {
  ConditionReader reader(Method::Get);
  for (const auto& [name, value] : lines) reader.add(name, value);
  return std::move(reader).finish();
}

TEST(Placeholder, StandsForAnotherValue) {
  for (std::string_view text : {"{{etag}}",
                                "\"{{etag}}\"",
                                "W/\"{{first.response.headers.ETag}}\"",
                                "${ETAG}",
                                "\"<etag>\"",
                                "<etag from above>",
                                "<...>",
                                "W/\"<hash>-gzip\"",
                                "\"\xE2\x80\xA6\"",
                                "\"abc\xE2\x80\xA6\"",
                                "...",
                                "\"...\"",
                                "\"abc...\"",
                                "\"a\", ...",
                                "\"a...\", \"b\"",
                                "..., \"b\"",
                                "bytes=<n>-",
                                "bytes=0-...",
                                "***",
                                "\"***\"",
                                "Sun, 06 Nov 1994 ..."}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
  }
}

TEST(Placeholder, IsNoRealValue) {
  for (std::string_view text : {"\"v42\"",
                                "W/\"v42\"",
                                "\"a...b\"",
                                "\"a..\"",
                                "\"a...,b\"",
                                "*",
                                "\"*\"",
                                "\"**\"",
                                "",
                                "\"\"",
                                "\"{{\"",
                                "\"}}{{\"",
                                "\"a<b\"",
                                "\"a>b<c\"",
                                "\"<~87cURD]~>\"",
                                "\"a<1>b\"",
                                "\"$2a$10$abc\"",
                                "bytes=0-9",
                                "Sun, 06 Nov 1994 08:49:37 GMT",
                                "\"x{1}\""}) {
    EXPECT_FALSE(is_placeholder(text)) << text;
  }
}

TEST(ConditionReader, JoinsListLinesAndTrims) {
  const auto r = read({{FieldName::IfNoneMatch, " \"a\""},
                       {FieldName::Host, "example.com"},
                       {FieldName::IfNoneMatch, "\"b\" "}});
  ASSERT_TRUE(r.if_none_match);
  EXPECT_EQ(r.if_none_match->members.size(), 2U);
  EXPECT_FALSE(r.if_match);
  EXPECT_TRUE(r.conditional());
  EXPECT_TRUE(r.asks_not_modified());
  EXPECT_FALSE(read({{FieldName::Host, "example.com"}}).conditional());
}

TEST(ConditionReader, AnEmptyListIsPresent) {
  const auto r = read({{FieldName::IfNoneMatch, ""}});
  ASSERT_TRUE(r.if_none_match);
  EXPECT_TRUE(r.if_none_match->members.empty());
  EXPECT_FALSE(r.if_none_match->star);
}

TEST(ConditionReader, RepeatedSingleValuesAreVoid) {
  constexpr std::string_view kDate = "Sun, 06 Nov 1994 08:49:37 GMT";
  const auto r = read({{FieldName::IfModifiedSince, kDate},
                       {FieldName::IfModifiedSince, kDate},
                       {FieldName::IfUnmodifiedSince, kDate},
                       {FieldName::IfUnmodifiedSince, "{{x}}"},
                       {FieldName::IfRange, "\"a\""},
                       {FieldName::IfRange, "\"a\""},
                       {FieldName::Range, "bytes=0-9"},
                       {FieldName::Range, "bytes=0-9"}});
  EXPECT_FALSE(r.if_modified_since->date);
  EXPECT_FALSE(r.if_unmodified_since->date);
  EXPECT_FALSE(r.if_range->valid());
  EXPECT_EQ(r.range->kind, RangeKind::Invalid);
  EXPECT_EQ(r.range_text, "bytes=0-9");
  EXPECT_FALSE(r.templated);
  // A third line does not bring the value back.
  const auto third = read({{FieldName::IfModifiedSince, kDate},
                           {FieldName::IfModifiedSince, kDate},
                           {FieldName::IfModifiedSince, kDate},
                           {FieldName::IfRange, "\"a\""},
                           {FieldName::IfRange, "\"a\""},
                           {FieldName::IfRange, "\"a\""}});
  EXPECT_FALSE(third.if_modified_since->date);
  EXPECT_FALSE(third.if_range->valid());
}

TEST(ConditionReader, MarksTemplatedFieldsOneByOne) {
  const auto r = read({{FieldName::IfNoneMatch, "\"a\", {{b}}, c"},
                       {FieldName::IfModifiedSince, "{{date}}"},
                       {FieldName::Range, "bytes=0-9"},
                       {FieldName::IfRange, "\"{{tag}}\""}});
  EXPECT_TRUE(r.templated);
  EXPECT_TRUE(r.is_templated(TemplatedField::IfNoneMatch));
  EXPECT_TRUE(r.is_templated(TemplatedField::IfModifiedSince));
  EXPECT_TRUE(r.is_templated(TemplatedField::IfRange));
  EXPECT_FALSE(r.is_templated(TemplatedField::Range));
  EXPECT_FALSE(r.is_templated(TemplatedField::IfMatch));
  ASSERT_EQ(r.if_none_match->members.size(), 1U);
  EXPECT_EQ(r.if_none_match->members[0].text, "\"a\"");
  EXPECT_FALSE(r.if_range->tag);
  EXPECT_EQ(r.range->kind, RangeKind::Bytes);
}

TEST(ConditionReader, ATemplateWithoutFieldsMeansAll) {
  ConditionalRequest r;
  r.templated = true;
  EXPECT_TRUE(r.is_templated(TemplatedField::Range));
}

}  // namespace
}  // namespace wiretag::http
