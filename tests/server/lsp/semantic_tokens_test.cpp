#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

using Tokens = std::vector<std::string>;

class SemanticTokens : public testing::Test {
 protected:
  /// "line:from+size type", with "!" for a definition.
  Tokens tokens(std::string_view text, const json& where = nullptr, const char* units = "utf-16") {
    Client client;
    const json can =
        client.initialize({{"general", {{"positionEncodings", {units}}}}})["capabilities"];
    const json types = can["semanticTokensProvider"]["legend"]["tokenTypes"];
    client.open(text);
    const json answer = where.is_null() ? client.ask_document("textDocument/semanticTokens/full")
                                        : client.ask_document("textDocument/semanticTokens/range",
                                                              {{"range", where}});
    Tokens all;
    int line = 0;
    int column = 0;
    const json& data = answer["data"];
    EXPECT_EQ(data.size() % 5, 0U);
    for (std::size_t i = 0; i + 4 < data.size(); i += 5) {
      const int down = data[i];
      line += down;
      column = (down == 0 ? column : 0) + data[i + 1].get<int>();
      all.push_back(std::to_string(line) + ":" + std::to_string(column) + "+" + data[i + 2].dump() +
                    " " + types[data[i + 3].get<std::size_t>()].get<std::string>() +
                    (data[i + 4] == 1 ? "!" : ""));
    }
    return all;
  }
};

TEST_F(SemanticTokens, NameThePartsOfAnExchange) {
  EXPECT_EQ(
      tokens("# about\nGET /x HTTP/1.1\nIf-None-Match: \"a\", W/\"b\"\n\n"
             "HTTP/1.1 200 OK\nCache-Control: max-age=60, public\nETag: \"a\"\n"),
      (Tokens{"0:0+7 comment", "1:0+3 keyword", "1:4+2 string", "1:7+8 type", "2:0+13 property",
              "2:15+3 variable", "2:20+5 variable", "4:0+8 type", "4:9+3 number", "5:0+13 property",
              "5:15+7 enumMember", "5:27+6 enumMember", "6:0+4 property", "6:6+3 variable!"}));
}

TEST_F(SemanticTokens, CutCommentsAroundWhatTheyState) {
  EXPECT_EQ(tokens("# @origin ETag: \"a\"\n# wiretag-ignore x: y\nGET /x\n"),
            (Tokens{"0:0+2 comment", "0:2+7 decorator", "0:9+7 comment", "0:16+3 variable",
                    "1:0+2 comment", "1:2+14 decorator", "1:16+5 comment", "2:0+3 keyword",
                    "2:4+2 string"}));
}

TEST_F(SemanticTokens, StayWithinTheRange) {
  EXPECT_EQ(tokens("# one\nGET /x\n\n###\n# two\nGET /y\n", range(5, 0, 6)),
            (Tokens{"5:0+3 keyword", "5:4+2 string"}));
}

TEST_F(SemanticTokens, CountTheUnitsAgreedOn) {
  const std::string text = "# \U0001D11E\nGET /é HTTP/1.1\n";
  EXPECT_EQ(tokens(text, nullptr, "utf-8"),
            (Tokens{"0:0+6 comment", "1:0+3 keyword", "1:4+3 string", "1:8+8 type"}));
  EXPECT_EQ(tokens(text, nullptr, "utf-16"),
            (Tokens{"0:0+4 comment", "1:0+3 keyword", "1:4+2 string", "1:7+8 type"}));
  EXPECT_EQ(tokens(text, nullptr, "utf-32"),
            (Tokens{"0:0+3 comment", "1:0+3 keyword", "1:4+2 string", "1:7+8 type"}));
}

TEST_F(SemanticTokens, LeaveBodiesAlone) {
  EXPECT_EQ(tokens("HTTP/1.1 200 OK\n\n# not a comment\nend\n"),
            (Tokens{"0:0+8 type", "0:9+3 number"}));
  EXPECT_EQ(tokens(""), Tokens());
}

}  // namespace
}  // namespace wiretag::lsp
