#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

json selections(std::string_view text, const json& positions) {
  Client client;
  client.initialize();
  client.open(text);
  return client.ask_document("textDocument/selectionRange", {{"positions", positions}});
}

/// The ranges from the inside out.
std::vector<json> chain(const json& selection) {
  std::vector<json> all;
  for (const json* at = &selection; at; at = at->contains("parent") ? &(*at)["parent"] : nullptr) {
    all.push_back((*at)["range"]);
  }
  return all;
}

json stretch(std::uint32_t line, std::uint32_t from, std::uint32_t last, std::uint32_t to) {
  return {{"start", position(line, from)}, {"end", position(last, to)}};
}

TEST(Selection, GrowsFromTheTagToTheFile) {
  constexpr std::string_view kTwo =
      "###\nGET /x HTTP/1.1\nIf-None-Match: \"a\", \"b\"\n\nHTTP/1.1 200 OK\n\nbody\n";
  const json all = selections(kTwo, json::array({position(2, 21)}));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(chain(all[0]),
            (std::vector<json>{range(2, 20, 23), range(2, 15, 23), range(2, 0, 23),
                               stretch(1, 0, 2, 23), stretch(1, 0, 6, 4), stretch(0, 0, 7, 0)}));
}

TEST(Selection, KnowsLinesBodiesAndComments) {
  const std::string text = "# note\nGET /x HTTP/1.1\n\nHTTP/1.1 200 OK\n\nbody\nend\n";
  const json all = selections(
      text, json::array({position(1, 2), position(5, 1), position(0, 3), position(900, 9)}));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(chain(all[0])[0], range(1, 0, 15));
  EXPECT_EQ(chain(all[1]),
            (std::vector<json>{stretch(5, 0, 6, 3), stretch(1, 0, 6, 3), stretch(0, 0, 7, 0)}));
  EXPECT_EQ(chain(all[2]), (std::vector<json>{range(0, 0, 6), stretch(0, 0, 7, 0)}));
  EXPECT_EQ(chain(all[3]), (std::vector<json>{stretch(0, 0, 7, 0)}));
}

TEST(Selection, OfAnEmptyFileIsEmpty) {
  const json all = selections("", json::array({position(0, 0)}));
  EXPECT_EQ(chain(all[0]), (std::vector<json>{range(0, 0, 0)}));
}

}  // namespace
}  // namespace wiretag::lsp
