#include "server/lsp/diagnostics.h"

#include <gtest/gtest.h>

#include "rules/rule.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

std::vector<json> publishes(Client& client) {
  std::vector<json> all;
  for (const json& message : client.take()) {
    if (message.value("method", "") == "textDocument/publishDiagnostics") {
      all.push_back(message["params"]);
    }
  }
  return all;
}

TEST(Diagnostics, CarryRuleLinkSeverityAndPlace) {
  Client client;
  client.initialize();
  client.open(kResume);
  const json all = client.published()["diagnostics"];
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["code"], "weak-tag-in-if-range");
  EXPECT_EQ(all[0]["source"], "wiretag");
  EXPECT_EQ(all[0]["severity"], 1);
  EXPECT_EQ(all[0]["range"], range(3, 10, 26));
  EXPECT_EQ(all[0]["codeDescription"]["href"],
            std::string(rules::help_base()) + "weak-tag-in-if-range.md");
  EXPECT_EQ(all[0]["message"].get<std::string>().rfind("If-Range needs a strong tag", 0), 0U);
}

TEST(Diagnostics, ArePublishedWithTheVersionAfterEveryChangeEvenIfNothingChanged) {
  Client client;
  client.initialize();
  client.take();
  client.open("GET / HTTP/1.1\n", 1);
  client.change(json::array(), 2);
  client.change({{{"range", range(0, 5, 5)}, {"text", "x"}}}, 3);
  client.change({{{"range", range(0, 5, 6)}, {"text", ""}}}, 9);
  const auto all = publishes(client);
  ASSERT_EQ(all.size(), 4U);
  const int versions[] = {1, 2, 3, 9};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i]["version"], versions[i]);
    EXPECT_EQ(all[i]["uri"], kUri);
  }
}

TEST(Diagnostics, EveryChangeInOneReadIsAnswered) {
  Client client;
  client.initialize();
  client.open("GET / HTTP/1.1\n", 1);
  client.take();
  std::string bytes;
  for (int version = 2; version < 12; ++version) {
    bytes += framed(json{{"jsonrpc", "2.0"},
                         {"method", "textDocument/didChange"},
                         {"params",
                          {{"textDocument", {{"uri", kUri}, {"version", version}}},
                           {"contentChanges", {{{"range", range(0, 5, 5)}, {"text", "x"}}}}}}}
                        .dump());
  }
  client.send_bytes(bytes);
  const auto all = publishes(client);
  ASSERT_EQ(all.size(), 10U);
  EXPECT_EQ(all.back()["version"], 11);
}

TEST(Diagnostics, WithoutAVersionNoneIsPublished) {
  Client client;
  client.initialize();
  client.tell("textDocument/didOpen", {{"textDocument", {{"uri", kUri}, {"text", kResume}}}});
  EXPECT_FALSE(client.published().contains("version"));
  EXPECT_EQ(client.published()["diagnostics"].size(), 1U);
}

TEST(Diagnostics, LinkTheOtherPlaces) {
  Client client;
  client.initialize();
  client.open(
      "GET /v HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nETag: \"c9\"\n\n###\n"
      "GET /v HTTP/1.1\nHost: a.example\nRange: bytes=5-\nIf-Range: W/\"c9\"\n");
  json found;
  const json params = client.published();
  for (const json& one : params["diagnostics"]) {
    if (one["code"] == "weak-tag-in-if-range") found = one;
  }
  ASSERT_FALSE(found.is_null());
  const json related = found["relatedInformation"];
  ASSERT_GE(related.size(), 1U);
  EXPECT_EQ(related[0]["location"], (json{{"uri", kUri}, {"range", range(4, 6, 10)}}));
  EXPECT_FALSE(related[0]["message"].get<std::string>().empty());
}

TEST(Diagnostics, APerNodeTagLinksBothExchanges) {
  Client client;
  client.initialize();
  client.open(kPerNode);
  const json all = client.published()["diagnostics"];
  ASSERT_EQ(all.size(), 1U) << all;
  EXPECT_EQ(all[0]["code"], "per-node-etag");
  ASSERT_GE(all[0]["relatedInformation"].size(), 1U);
  EXPECT_LT(all[0]["relatedInformation"][0]["location"]["range"]["start"]["line"], 6);
}

TEST(Diagnostics, AClientThatPullsIsAnsweredAndNotPushedTo) {
  Client client;
  client.initialize({{"textDocument", {{"diagnostic", json::object()}}}});
  client.take();
  client.open(kResume);
  client.change({{{"range", range(0, 0, 0)}, {"text", "\n"}}}, 2);
  EXPECT_TRUE(publishes(client).empty());

  const json first = client.ask_document("textDocument/diagnostic");
  EXPECT_EQ(first["kind"], "full");
  ASSERT_EQ(first["items"].size(), 1U);
  EXPECT_EQ(first["items"][0]["range"], range(4, 10, 26));
  const json again =
      client.ask_document("textDocument/diagnostic", {{"previousResultId", first["resultId"]}});
  EXPECT_EQ(again, (json{{"kind", "unchanged"}, {"resultId", first["resultId"]}}));

  client.change({{{"range", range(4, 10, 12)}, {"text", ""}}}, 3);
  const json after =
      client.ask_document("textDocument/diagnostic", {{"previousResultId", first["resultId"]}});
  EXPECT_EQ(after["kind"], "full");
  // The note still states a weak tag, which the strong one cannot match.
  ASSERT_EQ(after["items"].size(), 1U);
  EXPECT_EQ(after["items"][0]["code"], "if-range-against-weak-etag");

  client.tell("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
  EXPECT_TRUE(publishes(client).empty());
}

TEST(Diagnostics, AResultIdIsNotTakenOverByAnotherTextUnderTheSameName) {
  Client client;
  client.initialize({{"textDocument", {{"diagnostic", json::object()}}}});
  client.open(kResume);
  const json first = client.ask_document("textDocument/diagnostic");
  client.tell("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
  client.open("GET / HTTP/1.1\n");
  const json after =
      client.ask_document("textDocument/diagnostic", {{"previousResultId", first["resultId"]}});
  EXPECT_EQ(after["kind"], "full");
}

TEST(Diagnostics, PushedAndPulledAreTheSame) {
  Client client;
  client.initialize();
  client.open(kResume);
  EXPECT_EQ(client.ask_document("textDocument/diagnostic")["items"],
            client.published()["diagnostics"]);
}

}  // namespace
}  // namespace wiretag::lsp
