#include "documents/text/line_index.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "documents/text/utf8.h"

namespace wiretag::text {
namespace {

TEST(LineIndex, KnowsTheThreeLineEnds) {
  const std::string_view text = "a\r\nb\nc\rd";
  const LineIndex lines(text);
  ASSERT_EQ(lines.line_count(), 4U);
  EXPECT_EQ(lines.line(text, 0), (Span{0, 1}));
  EXPECT_EQ(lines.line(text, 1), (Span{3, 4}));
  EXPECT_EQ(lines.line(text, 2), (Span{5, 6}));
  EXPECT_EQ(lines.line(text, 3), (Span{7, 8}));
}

TEST(LineIndex, EndsWithAnEmptyLineBehindALineEnd) {
  const LineIndex lines("a\n");
  EXPECT_EQ(lines.line_count(), 2U);
  EXPECT_EQ(lines.line("a\n", 1), (Span{2, 2}));
  EXPECT_EQ(LineIndex("").line_count(), 1U);
}

TEST(LineIndex, CountsColumnsInEachUnit) {
  const std::string_view text = "x\n\xC3\xA9\xF0\x9F\x98\x80\xFF!";
  const LineIndex lines(text);
  const std::uint32_t bang = static_cast<std::uint32_t>(text.find('!'));
  EXPECT_EQ(lines.position(text, bang, Units::Utf8), (Position{1, 7}));
  EXPECT_EQ(lines.position(text, bang, Units::Utf16), (Position{1, 4}));
  EXPECT_EQ(lines.position(text, bang, Units::CodePoints), (Position{1, 3}));
  EXPECT_EQ(lines.offset(text, {1, 4}, Units::Utf16), bang);
}

TEST(LineIndex, ClampsToLineAndText) {
  const std::string_view text = "ab\ncd\n";
  const LineIndex lines(text);
  EXPECT_EQ(lines.offset(text, {0, 99}, Units::Utf16), 2U);
  EXPECT_EQ(lines.offset(text, {99, 0}, Units::Utf16), 6U);
  EXPECT_EQ(lines.position(text, 99, Units::Utf8), (Position{2, 0}));
}

TEST(LineIndex, TakesAColumnInsideACharacterAsItsStart) {
  const std::string_view text = "\xF0\x9F\x98\x80z";
  const LineIndex lines(text);
  EXPECT_EQ(lines.offset(text, {0, 1}, Units::Utf16), 0U);
  EXPECT_EQ(lines.position(text, 2, Units::Utf16), (Position{0, 0}));
}

std::string random_text(std::mt19937& random, std::size_t most) {
  static const std::string_view pieces[] = {
      "a", "\n", "\r", "\r\n", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF", "#", " ", "\xED\xA0"};
  std::string text;
  for (std::size_t n = random() % (most + 1); n > 0; --n) text += pieces[random() % 10];
  return text;
}

TEST(LineIndex, AfterAnyEditEqualsAFreshOne) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string text = random_text(random, 30);
    LineIndex lines(text);
    for (int i = 0; i < 30; ++i) {
      const auto size = static_cast<std::uint32_t>(text.size());
      const std::uint32_t begin = random() % (size + 1);
      const std::uint32_t end = begin + random() % (size - begin + 1);
      const std::string inserted = random_text(random, 6);
      text.replace(begin, end - begin, inserted);
      lines.edit(text, {begin, end}, static_cast<std::uint32_t>(inserted.size()));
      ASSERT_EQ(lines, LineIndex(text)) << "round " << round << " edit " << i;
    }
  }
}

TEST(LineIndex, FindsPlacesOfALongLineInAnyOrder) {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {"abcdefghijkl", "\xC3\xA9", "\xF0\x9F\x98\x80", "\xFF"};
  std::string text = "short\n";
  while (text.size() < 100'000) text += pieces[random() % 20 < 17 ? 0 : random() % 4];
  const LineIndex lines(text);
  for (const Units units : {Units::Utf8, Units::Utf16, Units::CodePoints}) {
    for (int i = 0; i < 200; ++i) {
      auto offset = static_cast<std::uint32_t>(6 + random() % (text.size() - 6));
      while ((static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) --offset;
      const std::string_view before = std::string_view(text).substr(6, offset - 6);
      const std::size_t column = units == Units::Utf8    ? before.size()
                                 : units == Units::Utf16 ? utf16_length(before)
                                                         : code_points(before);
      const Position at{1, static_cast<std::uint32_t>(column)};
      ASSERT_EQ(lines.position(text, offset, units), at);
      ASSERT_EQ(lines.offset(text, at, units), offset);
    }
  }
}

TEST(LineIndex, PositionsComeBackInEveryUnit) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const std::string text = random_text(random, 40);
    const LineIndex lines(text);
    for (std::uint32_t offset = 0; offset <= text.size();) {
      for (const Units units : {Units::Utf8, Units::Utf16, Units::CodePoints}) {
        const Position position = lines.position(text, offset, units);
        const Span line = lines.line(text, position.line);
        if (offset <= line.end) {
          ASSERT_EQ(lines.offset(text, position, units), offset);
        }
      }
      const std::size_t step = sequence_length(std::string_view(text).substr(offset));
      offset += static_cast<std::uint32_t>(step == 0 ? 1 : step);
    }
  }
}

}  // namespace
}  // namespace wiretag::text
