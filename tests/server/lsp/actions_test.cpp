#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

class Actions : public testing::Test {
 protected:
  void start(std::string_view text, json capabilities = json::object()) {
    capabilities["general"]["positionEncodings"] = json::array({"utf-8"});
    client_.initialize(capabilities);
    client_.open(text, 7);
  }

  json offered(const json& where, const json& context = json::object()) {
    return client_.ask_document("textDocument/codeAction",
                                {{"range", where}, {"context", context}});
  }

  static json titled(const json& actions, std::string_view title) {
    for (const json& action : actions) {
      if (action["title"] == title) return action;
    }
    ADD_FAILURE() << title << " is not in " << actions;
    return {};
  }

  Client client_;
};

constexpr std::string_view kUnstated =
    "GET /x HTTP/1.1\r\nHost: a.example\r\nIf-None-Match: \"q\"\r\n";

TEST_F(Actions, AFixIsOfferedWithItsDiagnosticAndMendsTheText) {
  start(kResume);
  const json fix = titled(offered(range(3, 12, 12)), "Ask for the whole file");
  EXPECT_EQ(fix["kind"], "quickfix");
  EXPECT_EQ(fix["diagnostics"], client_.published()["diagnostics"]);
  EXPECT_FALSE(fix.contains("isPreferred")) << "an unsafe fix is never preferred";

  const std::string mended = applied(kResume, fix["edit"]);
  EXPECT_EQ(mended,
            "GET /video.mp4 HTTP/1.1\nHost: media.example.com\n\n"
            "# server's current validator:\n# ETag: W/\"clip-build-9\"\n");
  client_.change({{{"text", mended}}}, 8);
  EXPECT_TRUE(client_.published()["diagnostics"].empty());
}

TEST_F(Actions, TheStrongTagOfAnEarlierResponseIsOffered) {
  const std::string text =
      "GET /v HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nETag: \"c9\"\n\n###\n"
      "GET /v HTTP/1.1\nHost: a.example\nRange: bytes=5-\nIf-Range: W/\"c9\"\n";
  start(text);
  const json fix =
      titled(offered(range(10, 0, 15)), "Use the strong tag \"c9\" of the earlier response");
  EXPECT_NE(applied(text, fix["edit"]).find("If-Range: \"c9\"\n"), std::string::npos);
}

TEST_F(Actions, OnlySafeFixesArePreferredAndTakenByFixAll) {
  const std::string text =
      "GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: v1\n\n###\n"
      "GET /b HTTP/1.1\nHost: a.example\nIf-None-Match: v2\n\n###\n" +
      std::string(kResume);
  start(text);
  const json safe = titled(offered(range(2, 0, 20)), "Put the tag in double quotes");
  EXPECT_EQ(safe["isPreferred"], true);

  const json all = offered(range(0, 0, 0), {{"only", json::array({"source.fixAll"})}});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["kind"], "source.fixAll.wiretag");
  const std::string mended = applied(text, all[0]["edit"]);
  EXPECT_EQ(mended,
            "GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: \"v1\"\n\n###\n"
            "GET /b HTTP/1.1\nHost: a.example\nIf-None-Match: \"v2\"\n\n###\n" +
                std::string(kResume));
}

TEST_F(Actions, NothingIsOfferedElsewhere) {
  start(kResume);
  EXPECT_TRUE(offered(range(0, 0, 10), {{"only", json::array({"quickfix"})}}).empty());
  EXPECT_TRUE(offered(range(4000, 0, 10)).empty());
}

TEST_F(Actions, TheKindsAskedForAreTheKindsGiven) {
  start(kResume);
  const auto count = [&](const json& only) {
    return offered(everything(), {{"only", only}}).size();
  };
  const std::size_t all = offered(everything()).size();
  EXPECT_GE(all, 1U);
  EXPECT_EQ(count(json::array({"quickfix"})), all - 1);
  EXPECT_EQ(count(json::array({""})), all);
  EXPECT_EQ(count(json::array({"refactor", "quickfix"})), all);
  EXPECT_EQ(count(json::array({"quick"})), 0U);
  EXPECT_EQ(count(json::array({"refactor"})), 1U);
  EXPECT_EQ(count(json::array()), 0U);
  // Nothing here has a safe fix.
  EXPECT_EQ(count(json::array({"source.fixAll"})), 0U);
}

TEST_F(Actions, AMissingContextIsNoHindrance) {
  start(kResume);
  for (const json& params :
       {json{{"range", everything()}}, json{{"range", everything()}, {"context", nullptr}},
        json{{"range", everything()}, {"context", {{"only", nullptr}}}}}) {
    EXPECT_FALSE(client_.ask_document("textDocument/codeAction", params).empty());
  }
}

TEST_F(Actions, EditsCarryTheVersionWhereTheClientTakesIt) {
  start(kResume, {{"workspace", {{"workspaceEdit", {{"documentChanges", true}}}}}});
  const json edit = titled(offered(everything()), "Ask for the whole file")["edit"];
  EXPECT_FALSE(edit.contains("changes"));
  EXPECT_EQ(edit["documentChanges"][0]["textDocument"], (json{{"uri", kUri}, {"version", 7}}));
  EXPECT_EQ(applied(kResume, edit).find("Range"), std::string::npos);
}

TEST_F(Actions, EditsAreByNameOtherwise) {
  start(kResume);
  const json edit = titled(offered(everything()), "Ask for the whole file")["edit"];
  EXPECT_FALSE(edit.contains("documentChanges"));
  EXPECT_TRUE(edit["changes"].contains(kUri));
}

TEST_F(Actions, TheMissingTagCanBeStated) {
  start(kUnstated);
  const json action = titled(offered(range(2, 0, 0)), "State the current ETag");
  EXPECT_EQ(action["kind"], "quickfix");
  const std::string text = applied(kUnstated, action["edit"]);
  EXPECT_EQ(text, "# @origin ETag: \"…\"\r\n" + std::string(kUnstated));

  std::string filled = text;
  filled.replace(filled.find("…"), 3, "q");
  client_.change({{{"text", filled}}}, 8);
  const json hover = client_.ask_document("textDocument/hover", {{"position", position(1, 2)}});
  EXPECT_NE(hover["contents"]["value"].get<std::string>().find("**304 Not Modified**"),
            std::string::npos);
}

TEST_F(Actions, AKnownTagIsNotAskedFor) {
  start(kWeakCompare);
  EXPECT_TRUE(offered(everything(), {{"only", json::array({"quickfix"})}}).empty());
}

}  // namespace
}  // namespace wiretag::lsp
