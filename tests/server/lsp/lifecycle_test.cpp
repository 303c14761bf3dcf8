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
            json({"quickfix", "source.fixAll.wiretag"}));
  EXPECT_EQ(can["diagnosticProvider"]["workspaceDiagnostics"], false);
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
