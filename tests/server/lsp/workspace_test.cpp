#include "server/lsp/workspace.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "server/lint/analysis.h"
#include "server/lsp/uri.h"
#include "tests/server/config/folder.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

std::string request(const json& id, std::string_view method, const json& params) {
  return framed(
      json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump());
}

std::string cancel(const json& id) {
  return framed(
      json{{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", id}}}}.dump());
}

class WorkspaceTest : public testing::Test {
 protected:
  void start(const json& capabilities = json::object()) {
    client_.ask("initialize",
                {{"capabilities", capabilities},
                 {"workspaceFolders", json::array({{{"uri", uri_of(folder_.path())}}})}});
    client_.tell("initialized", json::object());
    client_.take();
  }
  std::string uri(std::string_view name) const { return uri_of(folder_ / name); }
  json diagnose(json params = json::object()) {
    return client_.ask("workspace/diagnostic", params)["result"]["items"];
  }
  json report(const json& items, std::string_view name) const {
    for (const json& one : items) {
      if (one["uri"] == uri(name)) return one;
    }
    return nullptr;
  }
  static json previous(const json& items) {
    json all = json::array();
    for (const json& one : items) all.push_back({{"uri", one["uri"]}, {"value", one["resultId"]}});
    return {{"previousResultIds", all}};
  }

  Folder folder_;
  Client client_;
};

TEST_F(WorkspaceTest, EveryReadableFileIsReportedWithWhatCheckFinds) {
  folder_.write("a.http", kResume);
  folder_.write("x/y/b.rest", std::string("\xEF\xBB\xBF") + std::string(kWeakCompare));
  folder_.write("notes.txt", kResume);
  folder_.write("node_modules/c.http", kResume);
  folder_.write(".hidden/d.http", kResume);
  start();
  const json items = diagnose();
  ASSERT_EQ(items.size(), 2U) << items;
  const json a = report(items, "a.http");
  EXPECT_EQ(a["kind"], "full");
  EXPECT_TRUE(a["version"].is_null());
  ASSERT_EQ(a["items"].size(), 1U);
  EXPECT_EQ(a["items"][0]["code"], "weak-tag-in-if-range");
  EXPECT_EQ(a["items"][0]["range"], range(3, 10, 26));
  EXPECT_FALSE(report(items, "x/y/b.rest").is_null());
}

TEST_F(WorkspaceTest, AFileOnDiskAndTheSameOpenedAreJudgedAlike) {
  for (const std::string_view text : {kRevalidation, kWeakCompare, kResume, kPerNode}) {
    folder_.write("a.http", text);
    Client client;
    client.ask("initialize", {{"rootUri", uri_of(folder_.path())}});
    client.tell("initialized", nullptr);
    const json on_disk = client.ask("workspace/diagnostic", nullptr)["result"]["items"];
    client.tell("textDocument/didOpen",
                {{"textDocument", {{"uri", uri("a.http")}, {"version", 7}, {"text", text}}}});
    const json opened = client.ask("workspace/diagnostic", nullptr)["result"]["items"];
    ASSERT_EQ(on_disk.size(), 1U);
    ASSERT_EQ(opened.size(), 1U);
    EXPECT_EQ(on_disk[0]["items"], opened[0]["items"]);
    EXPECT_EQ(opened[0]["version"], 7);
    EXPECT_EQ(opened[0]["items"], client.published()["diagnostics"]);
  }
}

TEST_F(WorkspaceTest, AFileThatIsTooLargeIsToldOnce) {
  folder_.write("a.http", kResume);
  folder_.write("large.http", std::string(5U << 20U, '\n'));
  start();
  const auto told = [&] {
    EXPECT_EQ(diagnose().size(), 1U);
    int count = 0;
    for (const json& message : client_.take()) {
      if (message.value("method", "") != "window/logMessage") continue;
      const std::string text = message["params"]["message"];
      EXPECT_NE(text.find("up to 4 MiB"), std::string::npos) << text;
      EXPECT_NE(text.find((folder_ / "large.http")), std::string::npos) << text;
      ++count;
    }
    return count;
  };
  EXPECT_EQ(told(), 1);
  EXPECT_EQ(told(), 0);
}

TEST_F(WorkspaceTest, WhatTheClientHasIsNotSentAgain) {
  folder_.write("a.http", kResume);
  folder_.write("b.http", kWeakCompare);
  start();
  const json first = diagnose();
  const json again = diagnose(previous(first));
  ASSERT_EQ(again.size(), 2U);
  for (const json& one : again) EXPECT_EQ(one["kind"], "unchanged");

  folder_.write("a.http", "GET / HTTP/1.1\nHost: a.example\n");
  folder_.remove("b.http");
  const json changed = diagnose(previous(first));
  EXPECT_EQ(report(changed, "a.http")["kind"], "full");
  EXPECT_NE(report(changed, "a.http")["resultId"], report(first, "a.http")["resultId"]);
  EXPECT_EQ(report(changed, "b.http")["items"], json::array());
}

TEST_F(WorkspaceTest, AChangedConfigurationIsANewResult) {
  folder_.write("a.http", kResume);
  start();
  const json first = diagnose();
  folder_.write("wiretag.toml", "ignore = [\"weak-tag-in-if-range\"]\n");
  client_.tell("workspace/didChangeWatchedFiles",
               {{"changes", json::array({{{"uri", uri("wiretag.toml")}, {"type", 1}}})}});
  const json changed = diagnose(previous(first));
  EXPECT_EQ(report(changed, "a.http")["kind"], "full");
  EXPECT_EQ(report(changed, "a.http")["items"], json::array());
  folder_.write("wiretag.toml", "exclude = [\"*\"]\n");
  client_.tell("workspace/didChangeWatchedFiles",
               {{"changes", json::array({{{"uri", uri("wiretag.toml")}, {"type", 1}}})}});
  EXPECT_TRUE(diagnose().empty());
}

TEST_F(WorkspaceTest, AClientThatWatchesIsAnsweredFromMemoryUntilSomethingChanges) {
  folder_.write("a.http", kResume);
  start({{"workspace", {{"didChangeWatchedFiles", {{"dynamicRegistration", true}}}}}});
  const json first = diagnose();
  folder_.write("a.http", "GET / HTTP/1.1\nHost: a.example\n");
  folder_.write("b.http", kResume);
  EXPECT_EQ(diagnose(previous(first))[0]["kind"], "unchanged");
  client_.tell("workspace/didChangeWatchedFiles",
               {{"changes", json::array({{{"uri", uri("a.http")}, {"type", 2}}})}});
  const json changed = diagnose(previous(first));
  EXPECT_EQ(changed.size(), 2U);
  EXPECT_EQ(report(changed, "a.http")["kind"], "full");

  // What is written while it is open counts once it is closed.
  client_.tell("textDocument/didOpen",
               {{"textDocument", {{"uri", uri("c.http")}, {"version", 1}, {"text", kResume}}}});
  folder_.write("c.http", kWeakCompare);
  client_.tell("workspace/didChangeWatchedFiles",
               {{"changes", json::array({{{"uri", uri("c.http")}, {"type", 1}}})}});
  EXPECT_EQ(diagnose().size(), 3U);
  client_.tell("textDocument/didClose", {{"textDocument", {{"uri", uri("c.http")}}}});
  EXPECT_EQ(diagnose().size(), 3U);
}

TEST_F(WorkspaceTest, WhatGitIgnoresIsLeftOut) {
  folder_.write("a.http", kResume);
  folder_.write("build/b.http", kResume);
  folder_.write(".gitignore", "build/\n");
  const std::string init = fmt::format("git -C '{}' init -q 2>/dev/null", folder_.path());
  if (std::system(init.c_str()) != 0) GTEST_SKIP() << "no git";
  start();
  const json items = diagnose();
  ASSERT_EQ(items.size(), 1U) << items;
  EXPECT_EQ(items[0]["uri"], uri("a.http"));
}

TEST_F(WorkspaceTest, PartialResultsAreSentInPiecesAndTheResultIsEmpty) {
  for (int i = 0; i < 250; ++i) folder_.write(fmt::format("{}.http", i), kWeakCompare);
  start();
  const json answer = client_.ask("workspace/diagnostic", {{"partialResultToken", "p"}});
  EXPECT_EQ(answer["result"]["items"], json::array());
  std::size_t reported = 0;
  int pieces = 0;
  for (const json& message : client_.take()) {
    if (message.value("method", "") != "$/progress") continue;
    EXPECT_EQ(message["params"]["token"], "p");
    reported += message["params"]["value"]["items"].size();
    ++pieces;
  }
  EXPECT_EQ(reported, 250U);
  EXPECT_GE(pieces, 1);
}

TEST_F(WorkspaceTest, AWorkDoneTokenGetsItsProgress) {
  for (int i = 0; i < 50; ++i) folder_.write(fmt::format("{}.http", i), kWeakCompare);
  start();
  client_.ask("workspace/diagnostic", {{"workDoneToken", 7}});
  std::vector<std::string> kinds;
  for (const json& message : client_.take()) {
    if (message.value("method", "") != "$/progress") continue;
    EXPECT_EQ(message["params"]["token"], 7);
    kinds.push_back(message["params"]["value"]["kind"]);
  }
  ASSERT_GE(kinds.size(), 2U);
  EXPECT_EQ(kinds.front(), "begin");
  EXPECT_EQ(kinds.back(), "end");
  EXPECT_EQ(std::count(kinds.begin(), kinds.end(), "end"), 1);
}

TEST_F(WorkspaceTest, ALongScanAsksToShowAProgressOfItsOwn) {
  for (int i = 0; i < 600; ++i) folder_.write(fmt::format("{}.http", i), kPerNode);
  start({{"window", {{"workDoneProgress", true}}}});
  client_.feed(request(1, "workspace/diagnostic", nullptr));
  json created;
  bool begun = false;
  while (client_.step() != Server::State::Idle) {
    for (const json& message : client_.take()) {
      const std::string method = message.value("method", "");
      if (method == "window/workDoneProgress/create") {
        created = message;
        client_.feed(
            framed(json{{"jsonrpc", "2.0"}, {"id", message["id"]}, {"result", nullptr}}.dump()));
      }
      begun = begun || (method == "$/progress" && message["params"]["value"]["kind"] == "begin");
      if (begun) {
        EXPECT_EQ(message.value("method", "$/progress"), "$/progress");
      }
    }
  }
  ASSERT_FALSE(created.is_null());
  EXPECT_TRUE(begun);
}

TEST_F(WorkspaceTest, ARunningScanCanBeCancelledAndStopped) {
  for (int i = 0; i < 300; ++i) folder_.write(fmt::format("{}.http", i), kPerNode);
  start();
  client_.feed(request("s", "workspace/diagnostic", nullptr));
  client_.step();
  client_.step();
  client_.take();
  client_.feed(cancel("s") + cancel("s"));
  while (client_.step() != Server::State::Idle) {
  }
  auto received = client_.take();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0]["id"], "s");
  EXPECT_EQ(received[0]["error"]["code"], -32800);

  client_.feed(request(2, "workspace/diagnostic", {{"workDoneToken", "w"}}));
  client_.step();
  client_.feed(framed(json{
      {"jsonrpc", "2.0"},
      {"method", "window/workDoneProgress/cancel"},
      {"params",
       {{"token", "w"}}}}.dump()));
  while (client_.step() != Server::State::Idle) {
  }
  received = client_.take();
  EXPECT_LT(received.back()["result"]["items"].size(), 300U);
}

/// WIRETAG_SCAN_FILES sets how many files are scanned.
int scanned() {
  const char* stated = std::getenv("WIRETAG_SCAN_FILES");
  return stated ? std::atoi(stated) : 400;
}

TEST_F(WorkspaceTest, AMessageGoesBeforeTheRestOfAScan) {
  for (int i = 0; i < scanned(); ++i) {
    folder_.write(fmt::format("{}/{}.http", i / 100, i), kPerNode);
  }
  std::string last;
  Server server([&](std::string_view bytes) { last = bytes; });
  server.receive(request(1, "initialize", {{"rootUri", uri_of(folder_.path())}}) +
                 framed(json{{"jsonrpc", "2.0"},
                             {"method", "textDocument/didOpen"},
                             {"params", {{"textDocument", {{"uri", kUri}, {"text", kResume}}}}}}
                            .dump()));
  server.feed(request(2, "workspace/diagnostic", {{"partialResultToken", "p"}}));
  std::clock_t longest = 0;
  int hovers = 0;
  bool working = true;
  while (working) {
    // The message comes at the start of a slice. Processor time: others may use the machine.
    const std::string hover =
        request(fmt::format("hover {}", ++hovers), "textDocument/hover",
                {{"textDocument", {{"uri", kUri}}}, {"position", position(0, 0)}});
    const std::clock_t sent = std::clock();
    working = server.step() != Server::State::Idle;
    server.feed(hover);
    server.step();
    longest = std::max(longest, std::clock() - sent);
    ASSERT_NE(last.find(fmt::format("\"hover {}\"", hovers)), std::string::npos);
  }
  EXPECT_GT(hovers, 3);
  RecordProperty("hovers", hovers);
  RecordProperty("longest_wait_us", static_cast<int>(longest * 1000000 / CLOCKS_PER_SEC));
}

TEST_F(WorkspaceTest, ShutdownAnswersWhatStillRuns) {
  for (int i = 0; i < 100; ++i) folder_.write(fmt::format("{}.http", i), kPerNode);
  start();
  client_.feed(request(1, "workspace/diagnostic", nullptr));
  client_.step();
  client_.take();
  client_.feed(request(2, "shutdown", nullptr));
  client_.step();
  const auto received = client_.take();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0]["id"], 1);
  EXPECT_EQ(received[0]["error"]["code"], -32800);
  EXPECT_EQ(received[1]["id"], 2);
}

TEST_F(WorkspaceTest, FoldersComeAndGo) {
  const Folder other;
  folder_.write("a.http", kResume);
  other.write("b.http", kResume);
  start();
  EXPECT_EQ(diagnose().size(), 1U);
  client_.tell("workspace/didChangeWorkspaceFolders",
               {{"event",
                 {{"added", json::array({{{"uri", uri_of(other.path())}, {"name", "o"}}})},
                  {"removed", json::array()}}}});
  EXPECT_EQ(diagnose().size(), 2U);
  client_.tell("workspace/didChangeWorkspaceFolders",
               {{"event", {{"removed", json::array({{{"uri", uri_of(folder_.path())}}})}}}});
  const json left = diagnose();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0]["uri"], uri_of(other / "b.http"));
}

TEST_F(WorkspaceTest, SymbolsAreFoundInOpenAndClosedFiles) {
  folder_.write("a.http", kResume);
  folder_.write("b.http", kWeakCompare);
  start();
  client_.tell("textDocument/didOpen",
               {{"textDocument",
                 {{"uri", uri("b.http")}, {"version", 1}, {"text", "GET /newer HTTP/1.1\n"}}}});
  const auto names = [&](std::string_view query) {
    json all = json::array();
    const json answer = client_.ask("workspace/symbol", {{"query", query}});
    for (const json& one : answer["result"]) {
      all.push_back(one["name"]);
      EXPECT_TRUE(one["location"]["uri"].is_string());
    }
    return all;
  };
  EXPECT_EQ(names("vidmp4"), json({"GET /video.mp4 → 200"}));
  EXPECT_EQ(names("NEWER"), json({"GET /newer"}));
  EXPECT_EQ(names("report"), json::array());
  EXPECT_EQ(names("").size(), 2U);
}

TEST(Queue, ACancelledRequestIsAnsweredOnceAndNotHandled) {
  Client client;
  client.initialize();
  client.open(kResume);
  client.take();
  const json hover{{"textDocument", {{"uri", kUri}}}, {"position", position(0, 0)}};
  for (const json& id : {json(5), json("5")}) {
    client.send_bytes(request(4, "textDocument/hover", hover) +
                      request(id, "textDocument/hover", hover) + cancel(id) + cancel(id));
    const auto received = client.take();
    ASSERT_EQ(received.size(), 2U);
    EXPECT_EQ(received[0]["id"], id);
    EXPECT_EQ(received[0]["error"]["code"], -32800);
    EXPECT_EQ(received[1]["id"], 4);
    EXPECT_TRUE(received[1].contains("result"));
  }
  // The text "5" is another id than the number.
  client.send_bytes(request(5, "textDocument/hover", hover) + cancel("5"));
  EXPECT_TRUE(client.take().at(0).contains("result"));
}

}  // namespace
}  // namespace wiretag::lsp
