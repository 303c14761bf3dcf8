#include <algorithm>

#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

using Labels = std::vector<std::string>;

/// A text with `|` for the cursor.
class Completion : public testing::Test {
 protected:
  json items(std::string text, const json& capabilities = json::object(), int trigger = 1) {
    const std::size_t at = text.find('|');
    text.erase(at, 1);
    text_ = text;
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const std::size_t start = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
    const std::size_t column = start == std::string::npos ? at : at - start - 1;
    Client client;
    client.initialize(capabilities);
    client.open(text);
    return client.ask_document("textDocument/completion",
                               {{"position", position(static_cast<std::uint32_t>(line),
                                                      static_cast<std::uint32_t>(column))},
                                {"context", {{"triggerKind", trigger}}}})["items"];
  }

  Labels labels(const std::string& text) {
    Labels all;
    for (const json& item : items(text)) all.push_back(item["label"]);
    return all;
  }

  static bool has(const Labels& all, std::string_view label) {
    return std::find(all.begin(), all.end(), label) != all.end();
  }

  /// The text after taking the item.
  std::string taken(const std::string& text, std::string_view label) {
    for (const json& item : items(text)) {
      if (item["label"] != label) continue;
      return applied(text_, {{"changes", {{"file", json::array({item["textEdit"]})}}}});
    }
    return "not offered";
  }

  std::string text_;
};

TEST_F(Completion, OffersTheFieldsOfTheMessagesSide) {
  const Labels request = labels("GET /x HTTP/1.1\nIf-N|\n");
  EXPECT_TRUE(has(request, "If-None-Match"));
  EXPECT_TRUE(has(request, "Cache-Control"));
  EXPECT_FALSE(has(request, "ETag"));
  const Labels response = labels("GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\nDate: x\n|");
  EXPECT_TRUE(has(response, "ETag"));
  EXPECT_TRUE(has(response, "Cache-Control"));
  EXPECT_FALSE(has(response, "If-None-Match"));
}

TEST_F(Completion, AFieldNameReplacesTheWord) {
  EXPECT_EQ(taken("GET /x HTTP/1.1\nIf-N|\n", "If-None-Match"),
            "GET /x HTTP/1.1\nIf-None-Match: \n");
  EXPECT_EQ(taken("GET /x HTTP/1.1\nIf-|Mat: \"x\"\n", "If-Match"),
            "GET /x HTTP/1.1\nIf-Match: \"x\"\n");
}

TEST_F(Completion, OffersDirectivesOfTheSide) {
  const Labels response = labels("HTTP/1.1 200 OK\nCache-Control: max-age=60, |\n");
  EXPECT_TRUE(has(response, "immutable"));
  EXPECT_FALSE(has(response, "only-if-cached"));
  EXPECT_TRUE(has(labels("GET /x HTTP/1.1\nCache-Control: |\n"), "only-if-cached"));
  EXPECT_EQ(taken("HTTP/1.1 200 OK\nCache-Control: public,s-|\n", "s-maxage"),
            "HTTP/1.1 200 OK\nCache-Control: public,s-maxage=\n");
  EXPECT_EQ(taken("HTTP/1.1 200 OK\nCache-Control:|\n", "public"),
            "HTTP/1.1 200 OK\nCache-Control: public\n");
  EXPECT_EQ(labels("HTTP/1.1 200 OK\nCache-Control: max-age=|\n"), Labels());
}

TEST_F(Completion, OffersTheTagsOfTheFileItsResourceFirst) {
  const std::string file = std::string(kPerNode) + "\n###\nGET /logo.svg HTTP/1.1\n\n" +
                           "HTTP/1.1 200 OK\nETag: W/\"logo\"\n\n###\nGET /logo.svg HTTP/1.1\n";
  const json all = items(file + "If-None-Match: |\n");
  ASSERT_EQ(all.size(), 4U) << all;
  EXPECT_EQ(all[0]["label"], "W/\"logo\"");
  EXPECT_LT(all[0]["sortText"], all[1]["sortText"]);
  EXPECT_EQ(all[0]["detail"], "minted in line 19");
  EXPECT_EQ(all[3]["label"], "*");
  EXPECT_EQ(labels(file + "If-Range: |\n"), (Labels{"\"pod-a-counter-7\"", "\"pod-b-counter-3\""}));
  EXPECT_TRUE(has(labels(file + "\n# @origin ETag: |\n"), "W/\"logo\""));
}

TEST_F(Completion, ATagReplacesTheMemberWithItsQuotes) {
  const std::string before =
      "GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\nETag: \"v1\"\n\n###\n"
      "GET /x HTTP/1.1\n";
  EXPECT_EQ(taken(before + "If-None-Match: \"|\"\n", "\"v1\""), before + "If-None-Match: \"v1\"\n");
  EXPECT_EQ(taken(before + "If-None-Match: \"a\", v|, \"b\"\n", "\"v1\""),
            before + "If-None-Match: \"a\", \"v1\", \"b\"\n");
}

TEST_F(Completion, OfVeryManyTagsAFewHundredAreOffered) {
  std::string text;
  for (int i = 0; i < 1000; ++i) {
    text += "GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\nETag: \"v" + std::to_string(i) + "\"\n\n###\n";
  }
  EXPECT_EQ(items(text + "GET /x HTTP/1.1\nIf-Range: |\n").size(), 200U);
}

TEST_F(Completion, OffersNotes) {
  EXPECT_TRUE(has(labels("# @|\nGET /x HTTP/1.1\n"), "@origin ETag:"));
  EXPECT_TRUE(has(labels("// |\nGET /x HTTP/1.1\n"), "@mock"));
  EXPECT_EQ(taken("# @ori|\nGET /x HTTP/1.1\n", "@origin ETag:"),
            "# @origin ETag: \nGET /x HTTP/1.1\n");
  EXPECT_EQ(labels("# plain pro|se\n"), Labels());
  EXPECT_TRUE(items("# |\n", json::object(), 2).empty()) << "prose is not interrupted";
}

TEST_F(Completion, OffersRulesWhereTheyAreIgnored) {
  const std::string ignoring = "# wiretag-ignore we|\n" + std::string(kResume);
  const json all = items(ignoring);
  const auto found = std::find_if(all.begin(), all.end(), [](const json& item) {
    return item["label"] == "weak-tag-in-if-range";
  });
  ASSERT_NE(found, all.end());
  EXPECT_EQ((*found)["sortText"], "0weak-tag-in-if-range");
  EXPECT_FALSE((*found)["documentation"]["value"].get<std::string>().empty());
  EXPECT_EQ(taken("# wiretag-ignore-file etag-unquoted, we|ak\n", "weak-tag-in-if-range"),
            "# wiretag-ignore-file etag-unquoted, weak-tag-in-if-range\n");
  EXPECT_EQ(labels("# wiretag-ignore etag-unquoted: reas|\n"), Labels());
  EXPECT_FALSE(has(labels(ignoring), "predicted-status")) << "lenses find nothing";
}

TEST_F(Completion, EveryWordIsExplained) {
  for (const char* text : {"GET /x HTTP/1.1\n|", "HTTP/1.1 200 OK\n|", "# @|",
                           "HTTP/1.1 200 OK\nCache-Control: |", "# wiretag-ignore |"}) {
    const json all = items(text);
    EXPECT_FALSE(all.empty()) << text;
    for (const json& item : all) {
      EXPECT_EQ(item["documentation"]["kind"], "markdown") << item;
      EXPECT_FALSE(item["documentation"]["value"].get<std::string>().empty()) << item;
    }
  }
  const json plain =
      items("GET /x HTTP/1.1\n|",
            {{"textDocument",
              {{"completion", {{"completionItem", {{"documentationFormat", {"plaintext"}}}}}}}}});
  EXPECT_EQ(plain[0]["documentation"]["kind"], "plaintext");
}

TEST_F(Completion, IsSilentElsewhere) {
  for (const char* text :
       {"|", "\n|\nGET /x HTTP/1.1\n", "GET |/x HTTP/1.1\n", "GET /x HTTP/1.1\n\n|\n",
        "GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\n\nbo|dy\n", "GET /x HTTP/1.1\nHost: |\n",
        "GET /x HTTP/1.1\n\nHTTP/1.1 200 OK\n\n# wiretag-ignore |\nend\n", "### |\n"}) {
    EXPECT_EQ(labels(text), Labels()) << text;
  }
}

}  // namespace
}  // namespace wiretag::lsp
