#include "server/lsp/json_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace wiretag::lsp {
namespace {

TEST(JsonText, HalfASurrogatePairIsReadAsOneReplacementCharacter) {
  EXPECT_EQ(parse_json(R"("a\ud834b")"), "a\uFFFDb");
  EXPECT_EQ(parse_json(R"("\udd1e\ud834\ud834\udd1e")"), "\uFFFD\uFFFD\U0001D11E");
  EXPECT_EQ(parse_json(R"("\\ud834 \ud834")"), "\\ud834 \uFFFD");
}

TEST(JsonText, AStrayByteIsReadAsAReplacementCharacter) {
  EXPECT_EQ(parse_json("\"a\xFF\""), "a\uFFFD");
}

TEST(JsonText, WhatIsNoJsonIsDiscarded) {
  EXPECT_TRUE(parse_json("{").is_discarded());
  EXPECT_TRUE(parse_json("\"\\ud83\"").is_discarded());
  EXPECT_TRUE(parse_json("\"\\").is_discarded());
  EXPECT_TRUE(parse_json("\xFF").is_discarded());
  EXPECT_TRUE(parse_json(std::string(100000, '[')).is_discarded());
}

TEST(JsonText, InvalidTextIsWrittenAsReplacementCharacters) {
  EXPECT_EQ(json_text("a\xFF"), "\"a\uFFFD\"");
}

}  // namespace
}  // namespace wiretag::lsp
