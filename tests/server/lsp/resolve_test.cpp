#include "server/lsp/resolve.h"

#include <gtest/gtest.h>

#include "server/lsp/lazy.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

const json kResolves = {
    {"textDocument",
     {{"codeAction", {{"dataSupport", true}, {"resolveSupport", {{"properties", {"edit"}}}}}},
      {"completion",
       {{"completionItem", {{"resolveSupport", {{"properties", {"documentation", "detail"}}}}}}}},
      {"inlayHint", {{"resolveSupport", {{"properties", {"tooltip"}}}}}},
      {"codeLens", {{"resolveSupport", {{"properties", {"command"}}}}}}}}};

/// The result of one request, as it is and as it is for a client that resolves every item.
void same_when_resolved(const std::string& method, const std::string& resolve,
                        std::string_view text, const json& params, const char* lazy) {
  Client all_at_once;
  all_at_once.initialize();
  all_at_once.open(text);
  Client later;
  later.initialize(kResolves);
  later.open(text);
  const auto items = [](const json& result) {
    return result.is_object() ? result["items"] : result;
  };
  const json whole = items(all_at_once.ask_document(method, params));
  const json listed = items(later.ask_document(method, params));
  ASSERT_EQ(whole.size(), listed.size());
  ASSERT_FALSE(whole.empty());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    EXPECT_FALSE(listed[i].contains(lazy));
    EXPECT_FALSE(whole[i].contains("data"));
    json resolved = later.ask(resolve, listed[i])["result"];
    resolved.erase("data");
    EXPECT_EQ(resolved, whole[i]);
  }
}

TEST(Resolve, GivesWhatIsInlineOtherwise) {
  same_when_resolved("textDocument/codeAction", "codeAction/resolve", kResume,
                     {{"range", everything()}, {"context", {{"diagnostics", json::array()}}}},
                     "edit");
  same_when_resolved("textDocument/inlayHint", "inlayHint/resolve", kRevalidation,
                     {{"range", everything()}}, "tooltip");
  same_when_resolved("textDocument/codeLens", "codeLens/resolve", kPerNode, json::object(),
                     "command");
  same_when_resolved("textDocument/completion", "completionItem/resolve", kResume,
                     {{"position", position(3, 0)}}, "documentation");
}

TEST(Resolve, IsAnnouncedToClientsThatDeclareIt) {
  Client client;
  const json can = client.initialize(kResolves)["capabilities"];
  EXPECT_EQ(can["codeActionProvider"]["resolveProvider"], true);
  EXPECT_EQ(can["completionProvider"]["resolveProvider"], true);
  EXPECT_EQ(can["codeLensProvider"]["resolveProvider"], true);
  EXPECT_EQ(can["inlayHintProvider"]["resolveProvider"], true);
  Client modest;
  const json less = modest.initialize()["capabilities"];
  EXPECT_EQ(less["codeActionProvider"]["resolveProvider"], false);
  EXPECT_EQ(less["completionProvider"]["resolveProvider"], false);
}

TEST(Resolve, AnActionOfAnOlderTextIsRefused) {
  Client client;
  client.initialize(kResolves);
  client.open(kResume);
  const json actions = client.ask_document("textDocument/codeAction", {{"range", everything()}});
  ASSERT_FALSE(actions.empty());
  client.change({{{"range", range(0, 0, 0)}, {"text", "\n"}}}, 2);
  EXPECT_EQ(client.ask("codeAction/resolve", actions[0])["error"]["code"], -32801);
  EXPECT_EQ(client.ask("codeAction/resolve", {{"title", "x"}})["error"]["code"], -32801);
  EXPECT_EQ(client.ask("codeAction/resolve", nullptr)["error"]["code"], -32602);
}

TEST(Resolve, AnItemThatIsNotKnownComesBackAsItIs) {
  Client client;
  client.initialize(kResolves);
  for (const json& data :
       {json(), json(3), json{{"list", 99}, {"index", 0}}, json{{"list", -1}, {"index", "x"}}}) {
    const json item{{"label", "x"}, {"data", data}};
    EXPECT_EQ(client.ask("completionItem/resolve", item)["result"], item);
    EXPECT_EQ(client.ask("inlayHint/resolve", item)["result"], item);
    EXPECT_EQ(client.ask("codeLens/resolve", item)["result"], item);
  }
}

TEST(Lazy, KeepsTheLastLists) {
  Lazy lazy;
  std::vector<json> firsts;
  for (int i = 0; i < 20; ++i) {
    json items = json::array({{{"label", i}, {"x", i}}});
    lazy.strip(items, {"x"}, "u", 1);
    firsts.push_back(items[0]);
  }
  EXPECT_EQ(lazy.restore(firsts[0]), nullptr);
  ASSERT_NE(lazy.restore(firsts[19]), nullptr);
  EXPECT_EQ(firsts[19]["x"], 19);
}

TEST(Commands, ARuleIsExplained) {
  Client client;
  const json can = client.initialize()["capabilities"];
  EXPECT_EQ(can["executeCommandProvider"]["commands"], json({"wiretag.explainRule"}));
  const auto explain = [&](const json& arguments) {
    return client.ask("workspace/executeCommand",
                      {{"command", "wiretag.explainRule"}, {"arguments", arguments}});
  };
  const json page = explain(json::array({"weak-tag-in-if-range"}))["result"];
  EXPECT_NE(page.get<std::string>().find("weak-tag-in-if-range"), std::string::npos);
  EXPECT_EQ(explain(json::array({"weak-tag-in-ifrange"}))["error"]["message"],
            "no rule is called \"weak-tag-in-ifrange\"; did you mean weak-tag-in-if-range?");
  EXPECT_EQ(explain(nullptr)["error"]["code"], -32602);
  EXPECT_EQ(explain(json::array({3}))["error"]["code"], -32602);
  EXPECT_EQ(client.ask("workspace/executeCommand", {{"command", "x"}})["error"]["code"], -32602);
}

json inserting(Client& client) {
  for (const json& one : client.ask_document(
           "textDocument/codeAction",
           {{"range", everything()}, {"context", {{"only", json::array({"refactor"})}}}})) {
    if (one["title"].get<std::string>().starts_with("Insert the predicted response")) return one;
  }
  return nullptr;
}

TEST(InsertResponse, WritesWhatIsPredictedAndIsContent) {
  for (const std::string_view text : {kWeakCompare, kRevalidation, kResume}) {
    Client client;
    client.initialize();
    client.open(text);
    const json before = client.published()["diagnostics"];
    const json action = inserting(client);
    ASSERT_FALSE(action.is_null()) << text;
    const std::string after = applied(text, action["edit"]);
    client.change({{{"text", after}}}, 2);
    const json diagnostics = client.published()["diagnostics"];
    EXPECT_EQ(diagnostics.size(), before.size()) << after << diagnostics;
    EXPECT_TRUE(inserting(client).is_null()) << after;
  }
}

TEST(InsertResponse, CarriesTheKnownTag) {
  Client client;
  client.initialize();
  client.open(kWeakCompare);
  EXPECT_EQ(applied(kWeakCompare, inserting(client)["edit"]),
            "# @mock\n" + std::string(kWeakCompare).substr(0, kWeakCompare.size() - 1) +
                "\n\nHTTP/1.1 304 Not Modified\nETag: W/\"v42\"\n");
}

TEST(InsertResponse, IsNotOfferedWhereNothingIsPredictedOrOneIsRecorded) {
  Client client;
  client.initialize();
  client.open("GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: \"x\"\n");
  EXPECT_TRUE(inserting(client).is_null());
  client.change({{{"text", kPerNode}}}, 2);
  EXPECT_TRUE(inserting(client).is_null());
}

}  // namespace
}  // namespace wiretag::lsp
