#include "server/lsp/json_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "documents/text/utf8.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

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

TEST(JsonText, AStringIsWrittenSoThatItIsReadAgain) {
  std::string text = "\u00e9 \U0001D11E \"quoted\" \\";
  for (char c = 0; c < 0x7F; ++c) text += c;
  std::string written;
  append_json(written, text);
  EXPECT_EQ(json::parse(written), text);
  EXPECT_EQ(text::first_invalid(written), std::string_view::npos);
}

TEST(JsonText, AStrayByteIsWrittenAsAReplacementCharacter) {
  std::string written = "[";
  append_json(written, "\xE9t\xE9 \xE2\x82");
  EXPECT_EQ(written, "[\"\uFFFDt\uFFFD \uFFFD\uFFFD\"");
}

TEST(ParseJson, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_FALSE(parse_json(nested(512)).is_discarded());
  EXPECT_TRUE(parse_json(nested(513)).is_discarded());
  EXPECT_TRUE(parse_json(nested(2000000)).is_discarded());
  EXPECT_FALSE(parse_json("[\"\\\"" + std::string(1000, '[') + "\"]").is_discarded());
}

}  // namespace
}  // namespace wiretag::lsp
