#include "server/lsp/configuration.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "server/lsp/settings.h"
#include "server/lsp/uri.h"
#include "tests/server/config/folder.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

const json kAsksAndWatches = {
    {"workspace",
     {{"configuration", true},
      {"didChangeConfiguration", {{"dynamicRegistration", true}}},
      {"didChangeWatchedFiles", {{"dynamicRegistration", true}, {"relativePatternSupport", true}}},
      {"diagnostics", {{"refreshSupport", true}}},
      {"inlayHint", {{"refreshSupport", true}}},
      {"codeLens", {{"refreshSupport", true}}},
      {"semanticTokens", {{"refreshSupport", true}}}}}};

json watched(const std::string& uri) {
  return {{"changes", json::array({{{"uri", uri}, {"type", 2}}})}};
}

/// The rules of the diagnostics last published for a URI; null where none were.
json rules_for(const std::vector<json>& received, const std::string& uri) {
  json rules;
  for (const json& message : received) {
    if (message.value("method", "") != "textDocument/publishDiagnostics") continue;
    if (message["params"]["uri"] != uri) continue;
    rules = json::array();
    for (const json& one : message["params"]["diagnostics"]) {
      rules.push_back(one.value("code", one.value("message", "")));
    }
  }
  return rules;
}

std::vector<json> asked(const std::vector<json>& received, std::string_view method) {
  std::vector<json> all;
  for (const json& message : received) {
    if (message.contains("id") && message.value("method", "") == method) all.push_back(message);
  }
  return all;
}

class ConfigurationTest : public testing::Test {
 protected:
  void start(const json& capabilities, const json& more = json::object()) {
    json params{
        {"capabilities", capabilities},
        {"workspaceFolders", json::array({{{"uri", uri_of(folder_.path())}, {"name", "work"}}})}};
    params.update(more);
    client_.ask("initialize", params);
    client_.tell("initialized", json::object());
  }
  std::string uri(std::string_view name) const { return uri_of(folder_ / name); }
  void open(const std::string& name, std::string_view text = kResume) {
    client_.tell("textDocument/didOpen",
                 {{"textDocument",
                   {{"uri", uri(name)}, {"languageId", "http"}, {"version", 1}, {"text", text}}}});
  }
  void answer(const json& request, const json& result) {
    client_.send(json{{"jsonrpc", "2.0"}, {"id", request["id"]}, {"result", result}}.dump());
  }

  Folder folder_;
  Client client_;
};

TEST_F(ConfigurationTest, TheNearestFileSaysWhatIsLookedFor) {
  folder_.write("wiretag.toml", "[per-file-ignores]\n\"quiet/\" = [\"weak-tag-in-if-range\"]\n");
  start(json::object());
  open("a.http");
  open("quiet/a.http");
  const auto received = client_.take();
  EXPECT_EQ(rules_for(received, uri("a.http")), json({"weak-tag-in-if-range"}));
  EXPECT_EQ(rules_for(received, uri("quiet/a.http")), json::array());
}

TEST_F(ConfigurationTest, ExcludedFilesGetNothing) {
  folder_.write("wiretag.toml", "exclude = [\"vendor/\"]\n");
  start(json::object());
  open("vendor/a.http");
  EXPECT_EQ(rules_for(client_.take(), uri("vendor/a.http")), json::array());
}

TEST_F(ConfigurationTest, AWatchedChangeJudgesOpenDocumentsAnewAndRefreshes) {
  start(kAsksAndWatches);
  open("a.http");
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json({"weak-tag-in-if-range"}));
  folder_.write("wiretag.toml", "ignore = [\"weak-tag-in-if-range\"]\n");
  client_.tell("workspace/didChangeWatchedFiles", watched(uri("wiretag.toml")));
  auto received = client_.take();
  EXPECT_EQ(rules_for(received, uri("a.http")), json::array());
  for (const char* what : {"diagnostic", "inlayHint", "codeLens", "semanticTokens"}) {
    EXPECT_EQ(asked(received, std::string("workspace/") + what + "/refresh").size(), 1U) << what;
  }
  folder_.remove("wiretag.toml");
  client_.tell("workspace/didChangeWatchedFiles", watched(uri("wiretag.toml")));
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json({"weak-tag-in-if-range"}));
  // Another file changes nothing.
  client_.tell("workspace/didChangeWatchedFiles", watched(uri("b.http")));
  EXPECT_TRUE(client_.take().empty());
}

TEST_F(ConfigurationTest, WithoutAWatchAFileIsReadAgainWhenADocumentIsOpened) {
  start(json::object());
  open("a.http");
  folder_.write(".wiretag.toml", "ignore = [\"ALL\"]\n");
  client_.take();
  open("b.http");
  EXPECT_EQ(rules_for(client_.take(), uri("b.http")), json::array());
}

TEST_F(ConfigurationTest, WhatIsWrongInAFileIsPublishedThereAndTakenBack) {
  folder_.write("wiretag.toml", "# \xF0\x9D\x84\x9E\nexclude = [\"\xF0\x9D\x84\x9E\", 3]\n");
  start(kAsksAndWatches);
  open("a.http");
  auto received = client_.take();
  EXPECT_EQ(rules_for(received, uri("wiretag.toml")),
            json({"\"exclude\" takes a list of strings; here stands a number"}));
  for (const json& message : received) {
    if (message.value("method", "") != "textDocument/publishDiagnostics") continue;
    if (message["params"]["uri"] != uri("wiretag.toml")) continue;
    EXPECT_EQ(message["params"]["diagnostics"][0]["range"], range(1, 17, 18));
  }
  folder_.write("wiretag.toml", "");
  client_.tell("workspace/didChangeWatchedFiles", watched(uri("wiretag.toml")));
  EXPECT_EQ(rules_for(client_.take(), uri("wiretag.toml")), json::array());
}

TEST_F(ConfigurationTest, TheClientsSettingsArePulledForEachFolder) {
  start(kAsksAndWatches);
  auto received = client_.take();
  const auto pulls = asked(received, "workspace/configuration");
  ASSERT_EQ(pulls.size(), 1U);
  EXPECT_EQ(pulls[0]["params"]["items"],
            json({{{"section", "wiretag"}},
                  {{"section", "wiretag"}, {"scopeUri", uri_of(folder_.path())}}}));
  open("a.http");
  client_.take();
  answer(pulls[0], json::array({nullptr, {{"ignore", {"weak-tag-in-if-range"}}}}));
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json::array());
  // An answer that comes twice, or to nothing, is dropped.
  answer(pulls[0], json::array({nullptr, nullptr}));
  answer({{"id", "x"}}, 3);
  EXPECT_TRUE(client_.take().empty());

  client_.tell("workspace/didChangeConfiguration", {{"settings", nullptr}});
  const auto again = asked(client_.take(), "workspace/configuration");
  ASSERT_EQ(again.size(), 1U);
  answer(again[0], json::array({{{"server", {{"path", "x"}}}}, json::object()}));
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json({"weak-tag-in-if-range"}));
}

TEST_F(ConfigurationTest, RegistrationsAreForClientsThatTakeThem) {
  start(kAsksAndWatches);
  const auto registered = asked(client_.take(), "client/registerCapability");
  ASSERT_EQ(registered.size(), 1U);
  const json& all = registered[0]["params"]["registrations"];
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["method"], "workspace/didChangeWatchedFiles");
  const std::string watchers = all[0]["registerOptions"]["watchers"].dump();
  EXPECT_NE(watchers.find("**/wiretag.toml"), std::string::npos);
  EXPECT_NE(watchers.find("**/.wiretag.toml"), std::string::npos);
  EXPECT_NE(watchers.find("\"baseUri\":\"file:///\""), std::string::npos);

  Client modest;
  modest.initialize();
  for (const json& message : modest.take())
    EXPECT_FALSE(message.contains("id") && message.contains("method"));
}

TEST_F(ConfigurationTest, AModestClientSendsItsSettings) {
  start(json::object(), {{"initializationOptions", {{"select", {"D"}}, {"severity", "error"}}}});
  open("a.http");
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json({"weak-tag-in-if-range"}));
  client_.tell("workspace/didChangeConfiguration",
               {{"settings", {{"wiretag", {{"select", {"K"}}}}}}});
  EXPECT_EQ(rules_for(client_.take(), uri("a.http")), json::array());
}

TEST_F(ConfigurationTest, ASettingThatIsWrongIsLoggedAndTheOthersCount) {
  start(json::object(), {{"initializationOptions",
                          {{"select", 3}, {"severity", "fatal"}, {"ignore", {"no-such", "D"}}}}});
  std::string log;
  open("a.http");
  const auto received = client_.take();
  for (const json& message : received) {
    if (message.value("method", "") == "window/logMessage") {
      log += message["params"]["message"].get<std::string>() + "\n";
    }
  }
  EXPECT_NE(log.find("wiretag.select takes a list of rules, not 3"), std::string::npos);
  EXPECT_NE(log.find("wiretag.severity takes one of"), std::string::npos);
  EXPECT_NE(log.find("no rule is called \"no-such\""), std::string::npos);
  EXPECT_EQ(rules_for(received, uri("a.http")), json::array());
}

TEST_F(ConfigurationTest, TheProductIsTheHoversWhereAnExchangeNamesNone) {
  folder_.write("wiretag.toml", "server = \"nginx\"\n");
  start(json::object());
  open("a.http");
  const json hover = client_.ask("textDocument/hover", {{"textDocument", {{"uri", uri("a.http")}}},
                                                        {"position", position(0, 0)}});
  EXPECT_NE(hover.dump().find("nginx: "), std::string::npos) << hover;
}

TEST_F(ConfigurationTest, TheTraceMayBeASetting) {
  start(json::object(), {{"initializationOptions", json::object()}});
  client_.tell("workspace/didChangeConfiguration",
               {{"settings", {{"wiretag", {{"trace", "messages"}}}}}});
  client_.take();
  client_.ask("workspace/executeCommand", {{"command", "x"}});
  EXPECT_NE(json(client_.take()).dump().find("$/logTrace"), std::string::npos);
}

TEST(Served, DocumentsOfOtherFormatsGetNothing) {
  Client client;
  client.initialize();
  client.take();
  const json document{{"uri", "file:///x/notes.txt"},
                      {"languageId", "plaintext"},
                      {"version", 1},
                      {"text", kResume}};
  client.tell("textDocument/didOpen", {{"textDocument", document}});
  client.tell("textDocument/didChange",
              {{"textDocument", {{"uri", "file:///x/notes.txt"}, {"version", 2}}},
               {"contentChanges", {{{"text", kResume}}}}});
  EXPECT_TRUE(client
                  .ask("textDocument/hover", {{"textDocument", {{"uri", "file:///x/notes.txt"}}},
                                              {"position", position(0, 0)}})["result"]
                  .is_null());
  client.tell("textDocument/didClose", {{"textDocument", {{"uri", "file:///x/notes.txt"}}}});
  EXPECT_EQ(client.take().size(), 1U);  // the hover's answer

  json untitled = document;
  untitled["uri"] = "untitled:Untitled-1";
  untitled["languageId"] = "http";
  client.tell("textDocument/didOpen", {{"textDocument", untitled}});
  EXPECT_EQ(client.published()["diagnostics"].size(), 1U);
}

TEST(Uri, PathsAndUrisAreEachOthersInverse) {
  for (const char* path : {"/a/b.http", "/a b/\xC3\xA9#?%.http", "/"}) {
    EXPECT_EQ(path_of(uri_of(path)), path);
  }
  EXPECT_EQ(uri_of("/a b"), "file:///a%20b");
  EXPECT_EQ(path_of("file://localhost/a"), "/a");
  EXPECT_EQ(path_of("file:///a%2"), "/a%2");
  EXPECT_EQ(path_of("file://host/a"), "");
  EXPECT_EQ(path_of("untitled:a"), "");
  EXPECT_EQ(path_of("file:///a%00b"), "");
}

TEST(Below, CountsWholeNames) {
  EXPECT_TRUE(is_below("/a/b", "/a"));
  EXPECT_TRUE(is_below("/a", "/"));
  EXPECT_FALSE(is_below("/ab", "/a"));
}

}  // namespace
}  // namespace wiretag::lsp
