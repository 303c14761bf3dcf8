#include "server/lsp/transport.h"

#include <vector>

#include <gtest/gtest.h>

namespace wiretag::lsp {
namespace {

std::vector<Frame> drain(FrameReader& reader) {
  std::vector<Frame> frames;
  while (auto frame = reader.next()) frames.push_back(std::move(*frame));
  return frames;
}

std::vector<Frame> read_all(std::string_view bytes) {
  FrameReader reader;
  reader.feed(bytes);
  return drain(reader);
}

TEST(FrameReader, ReadsSeveralMessagesAtOnce) {
  const auto frames = read_all(framed("{}") + framed("") + framed("[1]"));
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(frames[0].text, "{}");
  EXPECT_EQ(frames[1].text, "");
  EXPECT_EQ(frames[2].text, "[1]");
}

TEST(FrameReader, ReadsAMessageSplitAtEveryByte) {
  const std::string bytes = framed(R"({"a":"é"})") + framed("{}");
  FrameReader reader;
  std::vector<Frame> frames;
  for (const char byte : bytes) {
    reader.feed({&byte, 1});
    for (Frame& frame : drain(reader)) frames.push_back(std::move(frame));
  }
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].text, R"({"a":"é"})");
  EXPECT_EQ(frames[1].text, "{}");
}

TEST(FrameReader, HeaderNamesAreCaseInsensitiveAndOtherHeadersAccepted) {
  const auto frames = read_all(
      "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncONTENT-lENGTH:2\r\n\r\n{}"
      "content-length: 2\n\n[]");
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].text, "{}");
  EXPECT_EQ(frames[1].text, "[]");
}

TEST(FrameReader, EmptyLinesBetweenMessagesAreSkipped) {
  const auto frames = read_all("\r\n\n" + framed("{}"));
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_FALSE(frames[0].broken);
}

class BrokenHeader : public testing::TestWithParam<const char*> {};

TEST_P(BrokenHeader, IsReportedOnceAndTheNextMessageIsRead) {
  const auto frames = read_all(std::string(GetParam()) + framed("{\"next\":1}"));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_TRUE(frames[0].broken);
  EXPECT_FALSE(frames[0].text.empty());
  EXPECT_FALSE(frames[1].broken);
  EXPECT_EQ(frames[1].text, "{\"next\":1}");
}

INSTANTIATE_TEST_SUITE_P(
    Transport, BrokenHeader,
    testing::Values("Content-Length: abc\r\n\r\n{}", "Content-Length: -2\r\n\r\n{}",
                    "Content-Length:\r\n\r\n{}", "Content-Length: 2 2\r\n\r\n{}",
                    "Content-Type: x\r\n\r\n{}", "garbage without a colon\r\n", "{\"json\":1}",
                    "Content-Length: 99999999999999999999999999\r\n\r\n{}",
                    "Content-Length: 1099511627776\r\n\r\n{\"text\":\"Content-Length: 3\\r\\n\"}",
                    "{\"text\":\"Content-Length: 7\\r\\n\\r\\n{}\"}\r\n"));

TEST_P(BrokenHeader, IsSurvivedWhereBytesComeOneByOne) {
  FrameReader reader;
  std::vector<Frame> frames;
  for (const char byte : std::string(GetParam()) + framed("{\"next\":1}")) {
    reader.feed({&byte, 1});
    for (Frame& frame : drain(reader)) frames.push_back(std::move(frame));
  }
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[1].text, "{\"next\":1}");
}

TEST(FrameReader, ALineWithoutAnEndIsNotKept) {
  const auto frames = read_all(std::string(100000, 'x') + framed("{}"));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_TRUE(frames[0].broken);
  EXPECT_EQ(frames[1].text, "{}");
}

TEST(FrameReader, ALengthAboveTheLimitIsRefusedAndSkipped) {
  FrameReader reader(10);
  reader.feed(framed("0123456789") + framed("0123456789A") + framed("{}"));
  const auto frames = drain(reader);
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_FALSE(frames[0].broken);
  EXPECT_TRUE(frames[1].broken);
  EXPECT_EQ(frames[2].text, "{}");
}

TEST(FrameReader, ALengthTooShortLosesOneMessageOnly) {
  FrameReader reader;
  reader.feed("Content-Length: 4\r\n\r\n{\"a\":1}" + framed("{}"));
  const auto cut = reader.next();
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->text, "{\"a\"");
  reader.reject(cut->text);
  const auto frames = drain(reader);
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].text, "{}");
}

TEST(FrameReader, ALengthTooLongGivesTheSwallowedMessageBack) {
  FrameReader reader;
  reader.feed("Content-Length: 20\r\n\r\n{\"a\":1}" + framed("{\"b\":2}"));
  const auto swallowed = reader.next();
  ASSERT_TRUE(swallowed);
  reader.reject(swallowed->text);
  const auto frames = drain(reader);
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(frames[0].text, "{\"b\":2}");
}

TEST(FrameReader, AnUnfinishedMessageGivesNothing) {
  EXPECT_TRUE(read_all("Content-Length: 10\r\n\r\n{}").empty());
  EXPECT_TRUE(read_all("Content-Length: 10").empty());
}

}  // namespace
}  // namespace wiretag::lsp
