#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

/// A request whose If-Range line is `line`.
std::string with_if_range(const std::string& line, const std::string& end = "\n") {
  return "GET /v HTTP/1.1" + end + "Host: a" + end + "Range: bytes=1-" + end + line + end;
}

std::string checked(const std::string& text) {
  return wiretag({"check", "-"}, {.input = text}).out;
}

void expect_frame(const std::string& text, const std::string& line, const std::string& marks) {
  const std::string out = checked(text);
  EXPECT_NE(out.find("\n4 | " + line + "\n  | " + marks + "\n"), std::string::npos) << out;
}

TEST(Frame, LineEnds) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    expect_frame(with_if_range("If-Range: W/\"a\"", end), "If-Range: W/\"a\"", "          ^^^^^");
  }
}

TEST(Frame, WithoutLineEnd) {
  expect_frame("GET /v HTTP/1.1\nHost: a\nRange: bytes=1-\nIf-Range: W/\"a\"", "If-Range: W/\"a\"",
               "          ^^^^^");
}

TEST(Frame, TabsTakeTheirWidth) {
  expect_frame(with_if_range("If-Range:\t\tW/\"a\""), "If-Range:       W/\"a\"",
               "                ^^^^^");
}

TEST(Frame, CharactersCountOnceWhateverTheirBytes) {
  expect_frame(with_if_range("If-Range: W/\"äöü\""), "If-Range: W/\"äöü\"", "          ^^^^^^^");
  expect_frame(with_if_range("If-Range: W/\"𝄞\""), "If-Range: W/\"𝄞\"", "          ^^^^^");
}

TEST(Frame, InvalidBytesAreReplaced) {
  expect_frame(with_if_range("If-Range: W/\"\xFF\xC3\""), "If-Range: W/\"��\"", "          ^^^^^^");
}

TEST(Frame, EscapeSequencesAreShownNotSent) {
  const std::string out = checked(with_if_range("If-Range: W/\"a\"") + "X-\x1b[31m: y\n");
  EXPECT_EQ(out.find('\x1b'), std::string::npos) << out;
}

TEST(Frame, LongLinesAreCutAroundTheSpan) {
  const std::string padding(2000, ' ');
  const std::string out =
      checked(with_if_range("If-Range:" + padding + "W/\"" + std::string(3000, 'a') + "\""));
  const std::size_t line = out.find("\n4 | ");
  ASSERT_NE(line, std::string::npos) << out;
  const std::string shown = out.substr(line + 1, out.find('\n', line + 1) - line - 1);
  EXPECT_LT(shown.size(), 140u);
  EXPECT_TRUE(shown.starts_with("4 | …                                        W/\"aaa")) << shown;
  EXPECT_TRUE(shown.ends_with("aaa…")) << shown;
  const std::string marks = out.substr(line + shown.size() + 2);
  EXPECT_TRUE(marks.starts_with("  |                                          ^^^^")) << out;
}

TEST(Frame, ColumnsCountCodePoints) {
  const std::string text =
      "# é𝄞\nGET /é𝄞 HTTP/1.1\nHost: a\nRange: bytes=1-\nIf-Range: W/\"𝄞\xFF\"\n";
  const auto json = nlohmann::json::parse(
      wiretag({"check", "--format", "json", "--select", "D", "-"}, {.input = text}).out);
  const auto& range = json.at("findings").at(0).at("range");
  EXPECT_EQ(range.at("start"), (nlohmann::json{{"line", 5}, {"column", 11}}));
  EXPECT_EQ(range.at("end"), (nlohmann::json{{"line", 5}, {"column", 17}}));
}

TEST(Frame, ByteOrderMarkCountsInNoColumn) {
  const std::string text = "\xEF\xBB\xBFIf-Range W/\"a\"\n";
  const auto read_as_http = [](const std::string& input) {
    return wiretag({"check", "--as", "http", "-"}, {.input = input}).out;
  };
  const std::string plain = read_as_http(text.substr(3));
  EXPECT_EQ(read_as_http(text), plain);
  EXPECT_TRUE(plain.starts_with("<stdin>:1:1: ")) << plain;
}

}  // namespace
}  // namespace wiretag::test
