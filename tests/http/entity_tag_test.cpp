#include "http/fields/entity_tag.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace wiretag::http {
namespace {

TEST(EntityTag, ParsesTheGrammarAndNothingElse) {
  struct Row {
    std::string_view text;
    std::optional<EntityTag> tag;
  };
  const std::vector<Row> rows = {
      {R"("v42")", EntityTag{"v42", false}},
      {R"(W/"v42")", EntityTag{"v42", true}},
      {R"("")", EntityTag{"", false}},
      {R"(W/"")", EntityTag{"", true}},
      {R"("a,b")", EntityTag{"a,b", false}},
      {R"("W/x")", EntityTag{"W/x", false}},
      {R"("a\b")", EntityTag{"a\\b", false}},
      {R"("!#~")", EntityTag{"!#~", false}},
      {R"("%22x%22")", EntityTag{"%22x%22", false}},
      {"\"\x80\xFF\"", EntityTag{"\x80\xFF", false}},
      {R"(w/"v42")", std::nullopt},
      {R"(W"v42")", std::nullopt},
      {R"(W/ "v42")", std::nullopt},
      {R"(v42)", std::nullopt},
      {R"(W/v42)", std::nullopt},
      {R"("v42)", std::nullopt},
      {R"(v42")", std::nullopt},
      {R"(")", std::nullopt},
      {R"(W/")", std::nullopt},
      {R"("a b")", std::nullopt},
      {"\"a\tb\"", std::nullopt},
      {"\"a\x7F\"", std::nullopt},
      {"\"a\x1F\"", std::nullopt},
      {R"("a"b")", std::nullopt},
      {R"("a", "b")", std::nullopt},
      {R"( "a")", std::nullopt},
      {R"('a')", std::nullopt},
      {"*", std::nullopt},
      {"", std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(parse_entity_tag(row.text), row.tag) << row.text;
    if (row.tag) {
      EXPECT_EQ(to_string(*row.tag), row.text);
    }
  }
}

TEST(EntityTag, ComparesAsTheTableOfRfc9110) {
  const EntityTag w1{"1", true};
  const EntityTag w2{"2", true};
  const EntityTag s1{"1", false};
  EXPECT_FALSE(strong_match(w1, w1));
  EXPECT_TRUE(weak_match(w1, w1));
  EXPECT_FALSE(strong_match(w1, w2));
  EXPECT_FALSE(weak_match(w1, w2));
  EXPECT_FALSE(strong_match(w1, s1));
  EXPECT_FALSE(strong_match(s1, w1));
  EXPECT_TRUE(weak_match(w1, s1));
  EXPECT_TRUE(strong_match(s1, s1));
  EXPECT_TRUE(weak_match(s1, s1));
  EXPECT_FALSE(weak_match({"v", false}, {"V", false}));
  EXPECT_TRUE(strong_match({"", false}, {"", false}));
}

TEST(EntityTag, NamesFaultsAndRespells) {
  struct Row {
    std::string_view text;
    TagFault fault;
    std::optional<std::string> respelt;
  };
  const std::vector<Row> rows = {
      {R"("v42")", TagFault::None, std::nullopt},
      {R"(W/"v42")", TagFault::None, std::nullopt},
      {R"("W/x")", TagFault::None, std::nullopt},
      {R"("%22x%22")", TagFault::None, std::nullopt},
      {R"("'x'")", TagFault::None, std::nullopt},
      {R"("")", TagFault::None, std::nullopt},
      {"*", TagFault::None, std::nullopt},
      {"", TagFault::Empty, std::nullopt},
      {"  ", TagFault::Empty, std::nullopt},
      {"v42", TagFault::Unquoted, R"("v42")"},
      {"W/v42", TagFault::Unquoted, R"(W/"v42")"},
      {"w/v42", TagFault::Unquoted, R"(W/"v42")"},
      {"v4 2", TagFault::Unquoted, std::nullopt},
      {"W/", TagFault::Unquoted, std::nullopt},
      {R"(a"b)", TagFault::Unquoted, std::nullopt},
      {R"(w/"x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(W"x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(w"x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(W\"x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(W/ "x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(W /"x")", TagFault::WeakFlag, R"(W/"x")"},
      {R"(W\"x\")", TagFault::WeakFlag, std::nullopt},
      {"'x'", TagFault::WrongQuotes, R"("x")"},
      {"W/'x'", TagFault::WrongQuotes, R"(W/"x")"},
      {"`x`", TagFault::WrongQuotes, R"("x")"},
      {"&quot;x&quot;", TagFault::WrongQuotes, R"("x")"},
      {"%22x%22", TagFault::WrongQuotes, R"("x")"},
      {R"(\"x\")", TagFault::WrongQuotes, R"("x")"},
      {R"(W/\"x\")", TagFault::WrongQuotes, R"(W/"x")"},
      {R"('"x"')", TagFault::WrongQuotes, R"("x")"},
      {"\xE2\x80\x9Cx\xE2\x80\x9D", TagFault::WrongQuotes, R"("x")"},
      {"\xE2\x80\x9Cx\"", TagFault::WrongQuotes, R"("x")"},
      {R"("v42)", TagFault::HalfQuoted, R"("v42")"},
      {R"(v42")", TagFault::HalfQuoted, R"("v42")"},
      {R"(W/"v42)", TagFault::HalfQuoted, R"(W/"v42")"},
      {R"(")", TagFault::HalfQuoted, std::nullopt},
      {R"("a b")", TagFault::IllegalCharacter, std::nullopt},
      {R"(W/"a b")", TagFault::IllegalCharacter, std::nullopt},
      {R"("a"b")", TagFault::IllegalCharacter, std::nullopt},
      {R"(""v42"")", TagFault::IllegalCharacter, std::nullopt},
      {"\"a\x01\"", TagFault::IllegalCharacter, std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(tag_fault(row.text), row.fault) << row.text;
    EXPECT_EQ(respell_tag(row.text), row.respelt) << row.text;
  }
}

struct ListRow {
  std::vector<std::string_view> lines;
  std::vector<std::string_view> members;
  bool star;
  bool valid;
  bool only_weak;
};

TEST(TagList, SplitsAtCommasOutsideQuotes) {
  const std::vector<ListRow> rows = {
      {{R"("a")"}, {R"("a")"}, false, true, false},
      {{R"("a","b")"}, {R"("a")", R"("b")"}, false, true, false},
      {{R"("a,b", W/"c,d")"}, {R"("a,b")", R"(W/"c,d")"}, false, true, false},
      {{R"(, "a" ,, W/"b",)"}, {R"("a")", R"(W/"b")"}, false, true, false},
      {{"\t\"a\"\t,\t\"b\"\t"}, {R"("a")", R"("b")"}, false, true, false},
      {{R"("a")", R"("b")"}, {R"("a")", R"("b")"}, false, true, false},
      {{R"("")"}, {R"("")"}, false, true, false},
      {{R"(W/"a", W/"b")"}, {R"(W/"a")", R"(W/"b")"}, false, true, true},
      {{R"(W/"a", b)"}, {R"(W/"a")", "b"}, false, false, false},
      {{"*"}, {}, true, true, false},
      {{" * "}, {}, true, true, false},
      {{"*", ""}, {}, true, true, false},
      {{R"(*, "a")"}, {"*", R"("a")"}, false, false, false},
      {{R"("a", *)"}, {R"("a")", "*"}, false, false, false},
      {{"*", R"("a")"}, {"*", R"("a")"}, false, false, false},
      {{R"("a")", "*"}, {R"("a")", "*"}, false, false, false},
      {{"*", "*"}, {"*", "*"}, false, false, false},
      {{R"("*")"}, {R"("*")"}, false, true, false},
      {{""}, {}, false, true, false},
      {{" , ,"}, {}, false, true, false},
      {{"v42"}, {"v42"}, false, false, false},
      {{R"(v42, "v43")"}, {"v42", R"("v43")"}, false, false, false},
      {{R"(v42", "v43")"}, {R"(v42")", R"("v43")"}, false, false, false},
      {{R"("v42, v43)"}, {R"("v42)", "v43"}, false, false, false},
      {{R"(w/"a,b", "c")"}, {R"(w/"a,b")", R"("c")"}, false, false, false},
      {{R"("a b", "c")"}, {R"("a b")", R"("c")"}, false, false, false},
      {{R"("a" "b", "c")"}, {R"("a" "b")", R"("c")"}, false, false, false},
  };
  for (const ListRow& row : rows) {
    const TagList list = parse_tag_list(row.lines);
    std::vector<std::string_view> members;
    for (const auto& m : list.members) members.push_back(m.text);
    EXPECT_EQ(members, row.members) << row.lines.front();
    EXPECT_EQ(list.star, row.star) << row.lines.front();
    EXPECT_EQ(list.valid(), row.valid) << row.lines.front();
    EXPECT_EQ(list.only_weak_tags(), row.only_weak) << row.lines.front();
  }
}

TEST(TagList, KeepsTheGoodMembersOfABadList) {
  const TagList list = parse_tag_list(R"(v41, "v42", *)");
  ASSERT_EQ(list.members.size(), 3U);
  EXPECT_FALSE(list.members[0].tag);
  EXPECT_EQ(list.members[1].tag, (EntityTag{"v42", false}));
  EXPECT_FALSE(list.members[2].tag);
}

}  // namespace
}  // namespace wiretag::http
