#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

/// Two resources with one tag, and a weak and a strong use of it.
constexpr std::string_view kTwoResources = R"(GET /a HTTP/1.1
Host: x.example
If-None-Match: "v0", W/"v1"

HTTP/1.1 200 OK
ETag: "v1"

###
GET /a HTTP/1.1
Host: x.example
If-None-Match: "v1"

HTTP/1.1 304 Not Modified
ETag: "v1"

###
GET /b HTTP/1.1
Host: x.example
If-None-Match: "v1"

# @origin ETag: "v1"
)";

class TagNavigation : public testing::Test {
 protected:
  TagNavigation() {
    client_.initialize();
    client_.open(kTwoResources);
  }

  json ask(std::string_view what, std::uint32_t line, std::uint32_t character,
           json more = json::object()) {
    more["position"] = position(line, character);
    return client_.ask_document("textDocument/" + std::string(what), more);
  }

  static std::vector<json> ranges(const json& locations) {
    std::vector<json> all;
    for (const json& one : locations) all.push_back(one["range"]);
    return all;
  }

  Client client_;
};

const std::vector<json> kUsesOfV1 = {range(2, 21, 27), range(5, 6, 10), range(10, 15, 19),
                                     range(13, 6, 10)};

TEST_F(TagNavigation, DefinitionIsTheFirstResponseWithTheTag) {
  for (const auto& [line, character] : {std::pair(2, 23), {5, 6}, {10, 19}, {13, 8}}) {
    const json found =
        ask("definition", static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(character));
    EXPECT_EQ(found["range"], range(5, 6, 10)) << line;
    EXPECT_EQ(found["uri"], kUri);
  }
}

TEST_F(TagNavigation, DefinitionIsTheNoteWithoutAResponse) {
  EXPECT_EQ(ask("definition", 18, 16)["range"], range(20, 16, 20));
}

TEST_F(TagNavigation, ATagThatOnlyARequestNamesHasNoDefinition) {
  EXPECT_TRUE(ask("definition", 2, 16).is_null());
}

TEST_F(TagNavigation, ReferencesAreTheUsesInTheResource) {
  EXPECT_EQ(ranges(ask("references", 10, 16)), kUsesOfV1);
  std::vector<json> uses = kUsesOfV1;
  uses.erase(uses.begin() + 1);
  EXPECT_EQ(ranges(ask("references", 10, 16, {{"context", {{"includeDeclaration", false}}}})),
            uses);
  EXPECT_EQ(ranges(ask("references", 20, 17)),
            (std::vector<json>{range(18, 15, 19), range(20, 16, 20)}));
}

TEST_F(TagNavigation, HighlightsTellWhatIsSaidFromWhatIsAsked) {
  const json found = ask("documentHighlight", 10, 16);
  EXPECT_EQ(ranges(found), kUsesOfV1);
  EXPECT_EQ(found[0]["kind"], 2);
  EXPECT_EQ(found[1]["kind"], 3);
}

TEST_F(TagNavigation, ThereIsNothingElsewhere) {
  for (const std::uint32_t line : {0U, 1U, 3U, 7U, 4000U}) {
    EXPECT_TRUE(ask("definition", line, 1).is_null());
    EXPECT_EQ(ask("references", line, 1), json::array());
    EXPECT_EQ(ask("documentHighlight", line, 1), json::array());
  }
}

}  // namespace
}  // namespace wiretag::lsp
