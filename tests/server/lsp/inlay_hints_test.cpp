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
  EXPECT_EQ(all[1]["label"], "→ 200 · whole body (8192 bytes) · one round trip");
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
