#include <algorithm>
#include <ctime>

#include <gtest/gtest.h>

#include "server/lsp/uri.h"
#include "tests/server/config/folder.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

/// A quoted fence behind characters of two and four bytes, and a response that repeats its tag.
constexpr std::string_view kMarkdown =
    "# Größe 😀\n"
    "\n"
    "> 😀\n"
    "> ```http\n"
    "> GET /video.mp4 HTTP/1.1\n"
    "> Host: media.example.com\n"
    "> Range: bytes=1000000-\n"
    "> If-Range: W/\"grün-9\"\n"
    ">\n"
    "> HTTP/1.1 200 OK\n"
    "> ETag: W/\"grün-9\"\n"
    "> Content-Length: 8192\n"
    "> ```\n";
constexpr std::string_view kAsciiDoc =
    "= Notes\n\n[source,http]\n----\nGET /a HTTP/1.1\nHost: a.example\nIf-None-Match: v1\n----\n";
constexpr std::string_view kRst =
    "Notes\n=====\n\n.. code-block:: http\n\n   GET /a HTTP/1.1\n   Host: a.example\n"
    "   If-None-Match: v1\n";
constexpr std::string_view kTranscript =
    "$ curl -v https://a.example/a -H 'If-None-Match: v1'\n"
    "> GET /a HTTP/1.1\n> Host: a.example\n> If-None-Match: v1\n>\n"
    "< HTTP/1.1 200 OK\n< ETag: \"v1\"\n< Content-Length: 5\n<\n";
constexpr std::string_view kHar =
    R"({"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":"https://a.example/ä",)"
    R"("headers":[{"name":"Range","value":"bytes=5-"},{"name":"If-Range","value":"W/\"ü\""}]},)"
    R"("response":{"status":200,"headers":[{"name":"ETag","value":"W/\"ü\""}]}}]}})";

class OtherFormats : public testing::Test {
 protected:
  void open(std::string_view name, std::string_view text) {
    client_.initialize();
    client_.open_file(name, text);
  }
  json ask(std::string_view what, json params = json::object()) {
    return client_.ask_document(std::string("textDocument/").append(what), std::move(params));
  }
  std::string hover(std::string_view behind) {
    const json result = ask("hover", {{"position", client_.behind(behind)}});
    return result.is_null() ? "nothing" : result["contents"]["value"].get<std::string>();
  }
  json codes() {
    json all = json::array();
    const json published = client_.published();
    for (const json& one : published["diagnostics"]) all.push_back(one["code"]);
    return all;
  }
  json actions(std::string_view behind) {
    const json here = client_.behind(behind);
    return ask("codeAction", {{"range", {{"start", here}, {"end", here}}}});
  }
  json action(std::string_view behind, std::string_view title) {
    for (const json& one : actions(behind)) {
      if (one["title"].get<std::string>().rfind(title, 0) == 0) return one;
    }
    return nullptr;
  }
  /// Opens a text, with positions in bytes, and applies an action at the place behind `at`.
  std::string after(std::string_view name, std::string_view text, std::string_view at,
                    std::string_view title) {
    client_.initialize({{"general", {{"positionEncodings", {"utf-8"}}}}});
    client_.open_file(name, text);
    const json found = action(at, title);
    return found.is_null() ? std::string("no such action") : applied(text, found["edit"]);
  }

  Client client_;
};

TEST_F(OtherFormats, FindingsStandOnTheCharactersOfTheFile) {
  open("a.md", kMarkdown);
  const json found = client_.published()["diagnostics"];
  ASSERT_GE(found.size(), 1U);
  EXPECT_EQ(found[0]["code"], "weak-tag-in-if-range");
  EXPECT_EQ(found[0]["range"], range(7, 12, 22));
  open("a.har", kHar);
  const json har = client_.published()["diagnostics"];
  ASSERT_GE(har.size(), 1U);
  EXPECT_EQ(har[0]["code"], "weak-tag-in-if-range");
  const std::size_t begin = std::string_view(kHar).find(R"(W/\"ü)");
  // `ä` in front of it is one unit, two bytes.
  EXPECT_EQ(har[0]["range"], range(0, static_cast<std::uint32_t>(begin - 1),
                                   static_cast<std::uint32_t>(begin - 1 + 7)));
  open("a.adoc", kAsciiDoc);
  EXPECT_EQ(codes(), json::array({"etag-unquoted"}));
  open("a.rst", kRst);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(7, 18, 20));
  open("a.curl", kTranscript);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"]["start"]["line"], 3);
}

TEST_F(OtherFormats, PulledAndPushedAreTheSame) {
  for (const auto& [name, text] : {std::pair("a.md", kMarkdown),
                                   {"a.har", kHar},
                                   {"a.adoc", kAsciiDoc},
                                   {"a.rst", kRst},
                                   {"a.curl", kTranscript}}) {
    open(name, text);
    EXPECT_EQ(ask("diagnostic")["items"], client_.published()["diagnostics"]) << name;
  }
}

TEST_F(OtherFormats, TheWorkspaceReportsThemAll) {
  const Folder folder;
  for (const auto& [name, text] : {std::pair("a.md", kMarkdown),
                                   {"a.har", kHar},
                                   {"a.adoc", kAsciiDoc},
                                   {"a.rst", kRst},
                                   {"a.curl", kTranscript}}) {
    folder.write(name, text);
  }
  folder.write("build.log", "compiling\nlinking\n");
  folder.write(
      "access.log",
      "192.0.2.7 - - [10/Mar/2026:09:00:00 +0000] \"GET /a HTTP/1.1\" 304 0 \"-\" \"x\"\n");
  client_.ask("initialize", {{"rootUri", uri_of(folder.path())}});
  client_.tell("initialized", nullptr);
  const json items = client_.ask("workspace/diagnostic", nullptr)["result"]["items"];
  json names = json::array();
  for (const json& one : items) {
    const std::string uri = one["uri"];
    names.push_back(uri.substr(uri.rfind('/') + 1));
    if (names.back() != "access.log") {
      EXPECT_FALSE(one["items"].empty()) << uri;
    }
  }
  EXPECT_EQ(names, json::array({"a.adoc", "a.curl", "a.har", "a.md", "a.rst", "access.log"}));
}

TEST_F(OtherFormats, HoverTellsTheVerdict) {
  open("a.md", kMarkdown);
  client_.initialize({{"general", {{"positionEncodings", {"utf-8"}}}}});
  client_.open_file("a.md", kMarkdown);
  EXPECT_EQ(hover("If-Range: W").rfind("**200 OK** · whole body (8192 bytes)", 0), 0U);
  EXPECT_NE(hover("If-Range: W").find("from the recorded response in line 11"), std::string::npos);
  EXPECT_EQ(hover("# Gr"), "nothing");
  client_.open_file("a.har", kHar);
  EXPECT_EQ(hover("\"If-Range\",\"value\":\"W").rfind("**200 OK**", 0), 0U);
  client_.open_file("a.curl", kTranscript);
  EXPECT_NE(hover("> If-None-Match: v"), "nothing");
}

TEST_F(OtherFormats, PredictionsStandInFencesAndTranscriptsButNotInAHar) {
  open("a.md", kMarkdown);
  const json hints = ask("inlayHint", {{"range", everything()}});
  ASSERT_EQ(hints.size(), 1U);
  EXPECT_EQ(hints[0]["position"], position(4, 25));
  EXPECT_EQ(hints[0]["label"], "→ 200 · 8,192 bytes · one round trip");
  const json lenses = ask("codeLens");
  ASSERT_EQ(lenses.size(), 1U);
  EXPECT_EQ(lenses[0]["command"]["title"], "200 predicted · 200 recorded");
  open("a.har", kHar);
  EXPECT_TRUE(ask("inlayHint", {{"range", everything()}}).empty());
  EXPECT_TRUE(ask("codeLens").empty());
  EXPECT_TRUE(ask("foldingRange").empty());
}

TEST_F(OtherFormats, TheOutlineNamesExchangesWithoutSecrets) {
  open("a.md", kMarkdown);
  const json symbols = ask("documentSymbol");
  ASSERT_EQ(symbols.size(), 1U);
  EXPECT_EQ(symbols[0]["name"], "GET /video.mp4 → 200");
  open("b.http", "GET /a?access_token=abcdefgh12345 HTTP/1.1\nHost: a.example\n");
  EXPECT_EQ(ask("documentSymbol")[0]["name"], "GET /a?access_token=…");
}

TEST_F(OtherFormats, HeadsOfAFenceFoldAndCanBeSelected) {
  open("a.md", kMarkdown);
  EXPECT_EQ(ask("foldingRange"),
            json::array({{{"startLine", 4}, {"endLine", 7}}, {{"startLine", 9}, {"endLine", 11}}}));
  const json chain = ask("selectionRange", {{"positions", json::array({position(7, 14)})}})[0];
  EXPECT_EQ(chain["range"], range(7, 12, 22));
  EXPECT_EQ(chain["parent"]["range"], range(7, 2, 22));
}

TEST_F(OtherFormats, HeadingsAndQuotesAreNoLinks) {
  open("a.md", "# On RFC 9110\n\n< ./file\n\n```http\nGET /a HTTP/1.1\n```\n");
  EXPECT_TRUE(ask("documentLink").empty());
}

TEST_F(OtherFormats, OnlyWhatIsInAFenceIsColoured) {
  open("a.md", "# Note\n\n```http\nGET /a HTTP/1.1\n```\n");
  const json data = ask("semanticTokens/full")["data"];
  ASSERT_EQ(data.size(), 15U);
  EXPECT_EQ(data[0], 3);
  open("a.har", kHar);
  EXPECT_TRUE(ask("semanticTokens/full")["data"].empty());
}

TEST_F(OtherFormats, AFixInAQuotedFenceKeepsTheQuote) {
  const std::string fixed = after("a.md", kMarkdown, "If-Range: W", "Ask for the whole file");
  EXPECT_NE(fixed.find("> Host: media.example.com\n>\n> HTTP/1.1 200 OK\n"), std::string::npos)
      << fixed;
  EXPECT_EQ(after("a.rst", kRst, "If-None-Match: v", "Put the tag in double quotes"),
            std::string(kRst).replace(kRst.find("v1"), 2, "\"v1\""));
}

TEST_F(OtherFormats, ARecordingIsNotEdited) {
  open("a.har", kHar);
  EXPECT_TRUE(actions("\"If-Range\",\"value\":\"W").empty());
}

TEST_F(OtherFormats, AListingIsSilencedByACommentOfItsMarkup) {
  const std::string rule = "weak-tag-in-if-range";
  EXPECT_EQ(after("a.md", kMarkdown, "If-Range: W", "Ignore weak-tag-in-if-range for this listing"),
            std::string(kMarkdown).replace(kMarkdown.find("> ```http"), 0,
                                           "> <!-- wiretag-ignore " + rule + ": -->\n"));
  EXPECT_EQ(after("a.md", kMarkdown, "If-Range: W", "Ignore weak-tag-in-if-range in this file"),
            "<!-- wiretag-ignore-file " + rule + ": -->\n" + std::string(kMarkdown));
  EXPECT_EQ(after("a.adoc", kAsciiDoc, "Match: v", "Ignore etag-unquoted for this listing"),
            std::string(kAsciiDoc).replace(kAsciiDoc.find("[source"), 0,
                                           "// wiretag-ignore etag-unquoted: \n"));
  EXPECT_EQ(
      after("a.rst", kRst, "Match: v", "Ignore etag-unquoted for this listing"),
      std::string(kRst).replace(kRst.find(".. code"), 0, ".. wiretag-ignore etag-unquoted: \n"));
}

/// Silences by each action that is offered and looks for what is left.
TEST_F(OtherFormats, EachIgnoreActionSilencesItsFinding) {
  const std::string front = "---\ntitle: x\n---\n";
  for (const auto& [name, text] :
       {std::pair<std::string, std::string>("a.md", kMarkdown),
        {"a.md", front + std::string(kMarkdown)},
        {"a.adoc", std::string(kAsciiDoc)},
        {"a.rst", std::string(kRst)},
        {"b.md", "1. x\n\n   ~~~http\n   GET /a HTTP/1.1\n   If-None-Match: v1\n   ~~~\n"}}) {
    client_.initialize({{"general", {{"positionEncodings", {"utf-8"}}}}});
    client_.open_file(name, text);
    const json found = codes();
    ASSERT_FALSE(found.empty());
    const json at = client_.published()["diagnostics"][0]["range"];
    int offered = 0;
    for (const json& one : ask("codeAction", {{"range", at}})) {
      const std::string title = one["title"];
      if (title.rfind("Ignore " + found[0].get<std::string>(), 0) != 0) continue;
      ++offered;
      client_.open_file(name, applied(text, one["edit"]));
      const json left = codes();
      for (const json& code : left) {
        EXPECT_NE(code, found[0]) << name << title;
        EXPECT_NE(code, "suppression-unused") << name << title;
      }
      client_.open_file(name, text);
    }
    EXPECT_EQ(offered, 2) << name;
  }
  client_.open_file("a.md", front + std::string(kMarkdown));
  EXPECT_EQ(action("If-Range: W", "Ignore weak-tag-in-if-range in")["edit"]["changes"]
                .begin()
                .value()[0]["range"],
            range(3, 0, 0));
}

TEST_F(OtherFormats, AFenceBehindTheMarkOfAListItemIsIgnoredByTheFileOnly) {
  open("a.md", "- ```http\n  GET /a HTTP/1.1\n  If-None-Match: v1\n  ```\n");
  EXPECT_TRUE(action("Match: v", "Ignore etag-unquoted for").is_null());
  EXPECT_FALSE(action("Match: v", "Ignore etag-unquoted in").is_null());
}

TEST_F(OtherFormats, ASecondRuleJoinsTheCommentThatIsThere) {
  const std::string text =
      "<!-- wiretag-ignore etag-unquoted: shown -->\n```http\nGET /a HTTP/1.1\nIf-None-Match: v1\n"
      "If-Range: W/\"a\"\nRange: bytes=5-\n```\n";
  EXPECT_NE(after("a.md", text, "If-Range: W", "Ignore weak-tag-in-if-range for this listing")
                .find("<!-- wiretag-ignore etag-unquoted, weak-tag-in-if-range: shown -->\n"),
            std::string::npos);
}

TEST_F(OtherFormats, SecretsOfARecordingAreShownNowhere) {
  const std::string secret = "s3cr3tvalue0123456789";
  const std::string har =
      R"({"log":{"version":"1.2","entries":[{"request":{"method":"GET","url":)"
      R"("https://a.example/a?X-Amz-Signature=)" +
      secret + R"(","headers":[{"name":"Authorization","value":"Bearer )" + secret +
      R"("},{"name":"Cookie","value":"sid=)" + secret +
      R"("},{"name":"If-None-Match","value":"v1"}]},"response":{"status":200,"headers":[)"
      R"({"name":"Set-Cookie","value":"sid=)" +
      secret + R"("},{"name":"ETag","value":"\"v1\""}]}}]}})";
  open("a.har", har);
  for (std::size_t at = 0; at < har.size(); ++at) {
    const json here = position(0, static_cast<std::uint32_t>(at));
    EXPECT_EQ(ask("hover", {{"position", here}}).dump().find(secret), std::string::npos) << at;
  }
  for (const json& message : client_.take()) {
    EXPECT_EQ(message.dump().find(secret), std::string::npos) << message;
  }
  EXPECT_EQ(ask("documentSymbol").dump().find(secret), std::string::npos);
  EXPECT_EQ(actions("If-None-Match\",\"value\":\"v").dump().find(secret), std::string::npos);
}

TEST_F(OtherFormats, PlacesInALongLineAreFoundQuickly) {
  std::string har = R"({"log":{"version":"1.2","entries":[)";
  int entries = 0;
  for (; har.size() < 5'000'000; ++entries) {
    if (entries > 0) har += ',';
    har += R"({"request":{"method":"GET","url":"https://a.example/ä)" + std::to_string(entries) +
           R"(","headers":[{"name":"If-None-Match","value":"v1"}]},)" +
           R"("response":{"status":200,"content":{"text":")" + std::string(2000, 'x') +
           R"("},"headers":[{"name":"ETag","value":"\"v1\""}]}})";
  }
  har += "]}}";
  open("a.har", har);
  EXPECT_GE(codes().size(), static_cast<std::size_t>(entries));
  const std::clock_t start = std::clock();
  for (int i = 0; i < 20; ++i) {
    const json here = position(0, static_cast<std::uint32_t>(4'900'000 - i * 1000));
    ask("hover", {{"position", here}});
  }
  RecordProperty("hover_us", static_cast<int>((std::clock() - start) * 1e6 / CLOCKS_PER_SEC / 20));
  EXPECT_EQ(ask("documentSymbol").size(), static_cast<std::size_t>(entries));
}

class FenceCompletion : public OtherFormats {
 protected:
  json labels(std::string_view name, std::string_view text, std::string_view behind) {
    client_.initialize({{"general", {{"positionEncodings", {"utf-8"}}}}});
    client_.open_file(name, text);
    items_ = ask("completion", {{"position", client_.behind(behind)}})["items"];
    json all = json::array();
    for (const json& one : items_) all.push_back(one["label"]);
    return all;
  }
  static bool holds(const json& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  }
  json items_;
};

TEST_F(FenceCompletion, OffersFieldsAndTagsInsideAFence) {
  EXPECT_TRUE(holds(labels("a.md", "> ```http\n> GET /a HTTP/1.1\n> If-N\n> ```\n", "If-N"),
                    "If-None-Match"));
  for (const json& one : items_) {
    EXPECT_EQ(one["textEdit"]["range"], range(2, 2, 6));
  }
  EXPECT_TRUE(holds(labels("a.md", kMarkdown, "If-Range: "), "*") == false);
  EXPECT_TRUE(holds(labels("a.md",
                           "```http\nGET /a HTTP/1.1\nHost: a\nIf-None-Match: \n\nHTTP/1.1 200 "
                           "OK\nETag: \"q\"\n```\n",
                           "None-Match: "),
                    "\"q\""));
  EXPECT_TRUE(holds(
      labels("a.rst", ".. code-block:: http\n\n   GET /a HTTP/1.1\n   Cache-Control: \n\nEnd\n",
             "Control: "),
      "no-cache"));
}

TEST_F(FenceCompletion, OffersNothingElsewhere) {
  EXPECT_TRUE(labels("a.md", "I\n\n```http\nGET /a HTTP/1.1\n```\nIf-N\n", "\nIf-N").empty());
  EXPECT_TRUE(labels("a.md", "# @\n\n```http\nGET /a HTTP/1.1\n```\n", "# @").empty());
  EXPECT_TRUE(labels("a.md", "```http\nGET /a HTTP/1.1\n\n\nIf-N\n```\n", "\nIf-N").empty());
  EXPECT_TRUE(
      labels("a.md", "> ```http\n> GET /a HTTP/1.1\n>\n> a\n> If-N\n> ```\n", "If-N").empty());
  EXPECT_TRUE(labels("a.md", "> ```http\n> GET /a HTTP/1.1\n> If-N\n> ```\n", "\n>").empty());
  EXPECT_TRUE(labels("a.har", kHar, "If-R").empty());
  EXPECT_TRUE(labels("a.curl", kTranscript, "> If-N").empty());
}

}  // namespace
}  // namespace wiretag::lsp
