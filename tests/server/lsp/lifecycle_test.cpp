#include <algorithm>

#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

TEST(Lifecycle, InitializeAnnouncesEveryProvider) {
  Client client;
  const json result = client.initialize();
  EXPECT_EQ(result["serverInfo"]["name"], "wiretag");
  const json& can = result["capabilities"];
  EXPECT_EQ(can["textDocumentSync"]["change"], 2);
  EXPECT_EQ(can["textDocumentSync"]["openClose"], true);
  EXPECT_EQ(can["hoverProvider"], true);
  EXPECT_EQ(can["inlayHintProvider"], true);
  EXPECT_EQ(can["codeActionProvider"]["codeActionKinds"],
            json({"quickfix", "refactor", "source.fixAll.wiretag"}));
  EXPECT_EQ(can["diagnosticProvider"]["workspaceDiagnostics"], true);
  EXPECT_EQ(can["workspace"]["workspaceFolders"]["supported"], true);
  for (const char* provider :
       {"completionProvider", "codeLensProvider", "documentSymbolProvider", "foldingRangeProvider",
        "selectionRangeProvider", "documentLinkProvider", "documentHighlightProvider",
        "referencesProvider", "definitionProvider", "semanticTokensProvider"}) {
    EXPECT_TRUE(can.contains(provider)) << provider;
  }
  EXPECT_EQ(can["renameProvider"], true);
}

TEST(Lifecycle, RenameIsPreparedForClientsThatAsk) {
  Client client;
  const json can = client.initialize(
      {{"textDocument", {{"rename", {{"prepareSupport", true}}}}}})["capabilities"];
  EXPECT_EQ(can["renameProvider"]["prepareProvider"], true);
}

TEST(Lifecycle, TheLogNamesTheVersion) {
  Client client;
  client.initialize();
  const auto received = client.take();
  const json& last = received.back();
  EXPECT_EQ(last["method"], "window/logMessage");
  EXPECT_EQ(last["params"]["type"], 3);
  EXPECT_EQ(last["params"]["message"].get<std::string>().rfind("wiretag ", 0), 0U);
}

TEST(Lifecycle, RequestsAreTracedWhereTheClientWantsIt) {
  const auto traced = [](Client& client) {
    client.take();
    client.open(kResume);
    client.ask_document("textDocument/hover", {{"position", position(0, 0)}});
    const auto received = client.take();
    return std::count_if(received.begin(), received.end(), [](const json& message) {
      return message.value("method", "") == "$/logTrace" &&
             message["params"]["message"].get<std::string>().rfind("textDocument/hover: ", 0) == 0;
    });
  };
  Client client;
  client.initialize();
  EXPECT_EQ(traced(client), 0);
  client.tell("$/setTrace", {{"value", "messages"}});
  EXPECT_EQ(traced(client), 1);
  client.tell("$/setTrace", {{"value", "off"}});
  EXPECT_EQ(traced(client), 0);

  Client from_the_start;
  from_the_start.ask("initialize", {{"capabilities", json::object()}, {"trace", "verbose"}});
  from_the_start.tell("initialized", json::object());
  EXPECT_EQ(traced(from_the_start), 1);
}

TEST(Lifecycle, AModestClientMayLeaveEverythingOut) {
  for (const json& params : {json(), json::object(), json{{"capabilities", nullptr}},
                             json{{"capabilities", {{"general", 3}, {"textDocument", nullptr}}}}}) {
    Client client;
    const json answer = client.ask("initialize", params);
    EXPECT_EQ(answer["result"]["capabilities"]["positionEncoding"], "utf-16") << params;
  }
  Client client;
  client.send(R"({"jsonrpc":"2.0","id":1,"method":"initialize"})");
  EXPECT_TRUE(client.take().at(0).contains("result"));
}

TEST(Lifecycle, Utf8IsPreferredAndUtf16TheDefault) {
  const auto agreed = [](const json& offered) {
    Client client;
    return client.initialize(
        {{"general", {{"positionEncodings", offered}}}})["capabilities"]["positionEncoding"];
  };
  EXPECT_EQ(agreed({"utf-16", "utf-8"}), "utf-8");
  EXPECT_EQ(agreed({"utf-32", "utf-16"}), "utf-16");
  EXPECT_EQ(agreed(json::array({"utf-32"})), "utf-32");
  EXPECT_EQ(agreed(json::array()), "utf-16");
  EXPECT_EQ(agreed({"ebcdic", nullptr, 3}), "utf-16");
}

TEST(Lifecycle, ShutdownThenExitIsZero) {
  Client client;
  client.initialize();
  EXPECT_TRUE(client.ask("shutdown", nullptr)["result"].is_null());
  EXPECT_FALSE(client.server().exited());
  client.tell("exit", nullptr);
  EXPECT_TRUE(client.server().exited());
  EXPECT_EQ(client.server().exit_code(), 0);
}

TEST(Lifecycle, ExitWithoutShutdownIsOne) {
  Client running;
  running.initialize();
  running.tell("exit", nullptr);
  EXPECT_TRUE(running.server().exited());
  EXPECT_EQ(running.server().exit_code(), 1);

  Client fresh;
  fresh.tell("exit", nullptr);
  EXPECT_TRUE(fresh.server().exited());
  EXPECT_EQ(fresh.server().exit_code(), 1);
}

TEST(Lifecycle, NothingIsHandledAfterExit) {
  Client client;
  client.initialize();
  client.take();
  client.send_bytes(framed(R"({"jsonrpc":"2.0","method":"exit"})") +
                    framed(R"({"jsonrpc":"2.0","id":9,"method":"shutdown"})"));
  EXPECT_TRUE(client.take().empty());
}

TEST(Lifecycle, ABrokenHeaderIsAnsweredAndSurvived) {
  Client client;
  client.initialize();
  client.take();
  client.send_bytes("Content-Length: many\r\n\r\n{}");
  const auto received = client.take();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0]["error"]["code"], -32700);
  EXPECT_TRUE(received[0]["id"].is_null());
  EXPECT_TRUE(client.ask("shutdown", nullptr).contains("result"));
}

TEST(Lifecycle, AMessageSwallowedByAWrongLengthIsStillAnswered) {
  Client client;
  client.initialize();
  client.take();
  client.send_bytes("Content-Length: 30\r\n\r\n{}" +
                    framed(R"({"jsonrpc":"2.0","id":"x","method":"shutdown"})"));
  const auto received = client.take();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0]["error"]["code"], -32700);
  EXPECT_EQ(received[1]["id"], "x");
}

}  // namespace
}  // namespace wiretag::lsp
