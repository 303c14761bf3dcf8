#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

json symbols(std::string_view text, bool nested = true) {
  Client client;
  client.initialize(
      {{"textDocument", {{"documentSymbol", {{"hierarchicalDocumentSymbolSupport", nested}}}}}});
  client.open(text);
  return client.ask_document("textDocument/documentSymbol");
}

TEST(Symbols, AreTheExchangesWithinTheirBlocks) {
  const json all = symbols(kRevalidation);
  ASSERT_EQ(all.size(), 2U) << all;
  EXPECT_EQ(all[0]["name"], "first fetch");
  EXPECT_EQ(all[0]["selectionRange"], range(0, 4, 15));
  EXPECT_EQ(all[0]["range"]["start"], position(0, 0));
  EXPECT_EQ(all[0]["range"]["end"], position(6, 20));
  EXPECT_EQ(all[0]["children"][0]["name"], "GET /logo.svg → 200");
  EXPECT_FALSE(all[0]["children"][0].contains("children"));
  EXPECT_EQ(all[1]["children"][0]["name"], "GET /logo.svg → 304");
  EXPECT_EQ(all[1]["children"][0]["selectionRange"], range(9, 0, 22));
}

TEST(Symbols, OfABlockWithoutATitleStandAlone) {
  const json all = symbols(
      "### named\nGET /a HTTP/1.1\n\nGET /b HTTP/1.1\n\n###\nGET /c HTTP/1.1\n\n"
      "HTTP/1.1 404 Not Found\n");
  ASSERT_EQ(all.size(), 2U) << all;
  EXPECT_EQ(all[0]["children"].size(), 2U);
  EXPECT_EQ(all[1]["name"], "GET /c → 404");
}

TEST(Symbols, NameARecordedStatusThatIsAnother) {
  const json all = symbols(
      "# @origin ETag: \"v1\"\nGET /x HTTP/1.1\nHost: a.example\nIf-None-Match: \"v1\"\n\n"
      "HTTP/1.1 200 OK\nETag: \"v1\"\n");
  EXPECT_EQ(all[0]["name"], "GET /x → 304");
  EXPECT_EQ(all[0]["detail"], "200 recorded");
}

TEST(Symbols, HaveNamesWithoutARequest) {
  EXPECT_EQ(symbols("HTTP/1.1 304 Not Modified\nETag: \"x\"\n")[0]["name"], "response 304");
  EXPECT_EQ(symbols("If-None-Match: \"x\"\n")[0]["name"], "request fields");
  EXPECT_TRUE(symbols("").empty());
}

TEST(Symbols, AreFlatForAModestClient) {
  const json all = symbols(kRevalidation, false);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0]["location"]["uri"], kUri);
  EXPECT_EQ(all[1]["name"], "GET /logo.svg → 200");
  EXPECT_EQ(all[1]["containerName"], "first fetch");
}

}  // namespace
}  // namespace wiretag::lsp
