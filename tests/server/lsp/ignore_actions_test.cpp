#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

class IgnoreActions : public testing::Test {
 protected:
  IgnoreActions() { client_.initialize({{"general", {{"positionEncodings", {"utf-8"}}}}}); }

  json offered(std::string_view text, const json& where = everything()) {
    client_.open(text);
    return client_.ask_document("textDocument/codeAction", {{"range", where}});
  }

  /// The text after the action; empty where it is not offered.
  std::string after(std::string_view text, std::string_view title,
                    const json& where = everything()) {
    for (const json& action : offered(text, where)) {
      if (action["title"] != title) continue;
      EXPECT_FALSE(action.contains("isPreferred"));
      EXPECT_EQ(action["kind"], "quickfix");
      return applied(text, action["edit"]);
    }
    return {};
  }

  json findings(std::string_view text) {
    client_.open(text);
    return client_.published()["diagnostics"];
  }

  Client client_;
};

TEST_F(IgnoreActions, WriteACommentAboveTheRequest) {
  const std::string text =
      after(kResume, "Ignore weak-tag-in-if-range for this exchange", range(3, 12, 12));
  EXPECT_EQ(text, "# wiretag-ignore weak-tag-in-if-range: \n" + std::string(kResume));
  EXPECT_TRUE(findings(text).empty());
}

TEST_F(IgnoreActions, WriteACommentAtTheTopOfTheFile) {
  const std::string before = "\xEF\xBB\xBF### title\r\n\r\n" + std::string(kResume);
  EXPECT_EQ(after(before, "Ignore weak-tag-in-if-range in this file"),
            "\xEF\xBB\xBF# wiretag-ignore-file weak-tag-in-if-range: \r\n### title\r\n\r\n" +
                std::string(kResume));
}

TEST_F(IgnoreActions, AppendToTheCommentThatIsThere) {
  const std::string twice =
      "# wiretag-ignore-file weak-tag-in-if-range: known\n"
      "# wiretag-ignore weak-tag-in-if-range: known\n" +
      std::string(kResume);
  client_.open(twice);
  const json found = client_.published()["diagnostics"];
  for (const json& one : found) {
    EXPECT_EQ(one["code"].get<std::string>().rfind("suppression-", 0), 0U) << one;
  }
  for (const json& action : offered(twice)) {
    EXPECT_NE(action["title"].get<std::string>().rfind("Ignore", 0), 0U) << action;
  }

  const std::string other = "# wiretag-ignore-file etag-unquoted: here\n" + std::string(kResume);
  EXPECT_EQ(
      after(other, "Ignore weak-tag-in-if-range in this file"),
      "# wiretag-ignore-file etag-unquoted, weak-tag-in-if-range: here\n" + std::string(kResume));
  const std::string exchange = "# wiretag-ignore etag-unquoted: here\n" + std::string(kResume);
  EXPECT_EQ(after(exchange, "Ignore weak-tag-in-if-range for this exchange"),
            "# wiretag-ignore etag-unquoted, weak-tag-in-if-range: here\n" + std::string(kResume));
}

TEST_F(IgnoreActions, AreOfferedOncePerRule) {
  const std::string text =
      "GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: v1\nIf-Match: v2\n\n###\n"
      "GET /b HTTP/1.1\nHost: a.example\nIf-None-Match: v2\n";
  std::multiset<std::string> titles;
  for (const json& action : offered(text)) titles.insert(action["title"]);
  EXPECT_EQ(titles.count("Ignore etag-unquoted in this file"), 1U);
  EXPECT_EQ(titles.count("Ignore etag-unquoted for this exchange"), 2U);
}

TEST_F(IgnoreActions, SilenceTheirRuleInEveryCaretFile) {
  int tried = 0;
  for (const auto& file : std::filesystem::directory_iterator(WIRETAG_CARET_FILES)) {
    std::ifstream in(file.path());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const json& action : offered(text)) {
      const std::string title = action["title"];
      if (title.rfind("Ignore", 0) != 0) continue;
      ++tried;
      const std::string rule = action["diagnostics"][0]["code"];
      const auto count = [&](const json& all) {
        std::size_t hits = 0;
        for (const json& one : all) hits += one["code"] == rule ? 1 : 0;
        return hits;
      };
      const json before = findings(text);
      const json left = findings(applied(text, action["edit"]));
      EXPECT_LE(count(left) + action["diagnostics"].size(), count(before))
          << file.path() << ' ' << title;
    }
  }
  EXPECT_GT(tried, 50);
}

}  // namespace
}  // namespace wiretag::lsp
