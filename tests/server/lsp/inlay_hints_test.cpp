#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

json hints(std::string_view text, const json& where = everything()) {
  Client client;
  client.initialize();
  client.open(text);
  return client.ask_document("textDocument/inlayHint", {{"range", where}});
}

TEST(InlayHints, StandAtTheEndOfConditionalRequests) {
  const json all = hints(kRevalidation);
  ASSERT_EQ(all.size(), 1U) << all;
  EXPECT_EQ(all[0]["position"], position(9, 22));
  EXPECT_EQ(all[0]["label"], "→ 304 · no body · one round trip");
  EXPECT_EQ(all[0]["paddingLeft"], true);
  EXPECT_EQ(all[0]["tooltip"], "If-None-Match names the current tag \"v42\"");
}

TEST(InlayHints, SayWhatTheStandardAsksForNotWhatWasRecorded) {
  const json all = hints(kPerNode);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["label"], "→ 304 · no body · one round trip");
  EXPECT_EQ(all[1]["label"], "→ 200 · 8,192 bytes · one round trip");
}

/// VS Code cuts a label behind 43 characters.
TEST(InlayHints, AreShort) {
  const auto label = [](std::string_view range, std::string_view length) {
    const json all = hints(std::string("GET /a HTTP/1.1\nHost: a.example\nRange: bytes=")
                               .append(range)
                               .append("\nIf-Range: \"a\"\n# ETag: \"a\"\n# Content-Length: ")
                               .append(length)
                               .append("\n"));
    return all.empty() ? std::string("no hint") : all[0]["label"].get<std::string>();
  };
  EXPECT_EQ(label("0-99999999", "99999999"), "→ 206 · 99,999,999 bytes · one round trip");
  EXPECT_EQ(label("100-", "987654321000"), "→ 206 · 987,654 MB · one round trip");
  EXPECT_EQ(label("0-1,5-6", "8192"), "→ 206 · several parts · one round trip");
}

TEST(InlayHints, AreNotShownWithoutAPrediction) {
  EXPECT_TRUE(hints("GET /x HTTP/1.1\nHost: a.example\nIf-None-Match: \"q\"\n").empty());
  EXPECT_TRUE(hints("GET /x HTTP/1.1\nHost: a.example\n# ETag: \"q\"\n").empty());
  EXPECT_TRUE(hints("").empty());
}

TEST(InlayHints, StayWithinTheRange) {
  EXPECT_EQ(hints(kPerNode, range(1, 0, 30)).size(), 1U);
  EXPECT_TRUE(hints(kPerNode, range(2, 0, 30)).empty());
}

}  // namespace
}  // namespace wiretag::lsp
