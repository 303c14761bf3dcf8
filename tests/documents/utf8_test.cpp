#include "documents/text/utf8.h"

#include <gtest/gtest.h>

namespace wiretag::text {
namespace {

TEST(Utf8, MeasuresSequences) {
  EXPECT_EQ(sequence_length("a"), 1U);
  EXPECT_EQ(sequence_length("\xC3\xA9x"), 2U);
  EXPECT_EQ(sequence_length("\xE2\x80\xA6"), 3U);
  EXPECT_EQ(sequence_length("\xF0\x9F\x98\x80"), 4U);
  EXPECT_EQ(sequence_length(""), 0U);
}

TEST(Utf8, TakesInvalidBytesOneByOne) {
  for (const std::string_view bad :
       {"\x80", "\xC0\xAF", "\xC3", "\xE2\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF",
        "\xF0\x8F\xBF\xBF", "\xE0\x9F\xBF"}) {
    EXPECT_EQ(sequence_length(bad), 1U);
    EXPECT_FALSE(valid_sequence(bad));
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(Utf8, CountsUnits) {
  const std::string_view text = "a\xC3\xA9\xF0\x9F\x98\x80\xFF";
  EXPECT_EQ(utf16_length(text), 5U);
  EXPECT_EQ(code_points(text), 4U);
}

TEST(Utf8, RepairsInvalidBytes) {
  EXPECT_EQ(to_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_TRUE(is_utf8(to_utf8("\xED\xA0\x80")));
}

}  // namespace
}  // namespace wiretag::text
