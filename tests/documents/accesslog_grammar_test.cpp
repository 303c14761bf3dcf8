#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "documents/syntax/cursor.h"
#include "documents/syntax/tree.h"
#include "grammars/accesslog/accesslog.h"

namespace wiretag::syntax {
namespace {

constexpr std::array<std::string_view, 44> kSnippets = {
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "  ",
    "#",
    "#Fields: a",
    "# log_format x '",
    "# c\n",
    "\"",
    "\\\"",
    "\\",
    "[",
    "]",
    "{",
    "}",
    "{\"a\":",
    "{\"a\":1}",
    "\"k\":",
    "\"v\"",
    ",",
    ":",
    "a:b\t",
    "c:\t",
    "t:[1 2]\t",
    "192.0.2.1",
    "- - ",
    "[10/Oct/2000:13:55:36 -0700] ",
    "\"GET / HTTP/1.1\" ",
    "200 ",
    "-",
    "\xEF\xBB\xBF",
    "\xFF",
    "\xC3\xA9",
    "\xE2\x80",
    "x",
    "true",
    "[1,2]",
    "{\"b\":{",
    "}}",
    "|",
    "1.5",
    "#A:",
};

/// Symbol, depth, begin and end of each node; texts name themselves in failures.
using Node = std::tuple<std::uint16_t, int, std::uint32_t, std::uint32_t>;

/// The symbol of what a grammar does not know.
constexpr std::uint16_t kError = 0xFFFF;

std::vector<Node> nodes_of(const Tree& tree) {
  std::vector<Node> nodes;
  Cursor cursor(tree);
  for (int depth = 0; depth >= 0;) {
    nodes.emplace_back(cursor.symbol(), depth, cursor.span().begin, cursor.span().end);
    if (cursor.first_child()) {
      ++depth;
      continue;
    }
    while (depth >= 0 && !cursor.next_sibling()) {
      cursor.parent();
      --depth;
    }
  }
  return nodes;
}

bool knows_all(const std::vector<Node>& nodes) {
  return std::none_of(nodes.begin(), nodes.end(),
                      [](const Node& node) { return std::get<0>(node) == kError; });
}

class RandomText {
 public:
  explicit RandomText(unsigned seed) : random_(seed) {}

  std::size_t pick(std::size_t bound) { return random_() % bound; }
  std::string snippet() {
    if (pick(12) == 0) return std::string(1, static_cast<char>(pick(256)));
    return std::string(kSnippets[pick(kSnippets.size())]);
  }
  std::string text() {
    std::string all;
    for (std::size_t n = pick(30); n > 0; --n) all += snippet();
    return all;
  }

 private:
  std::mt19937 random_;
};

TEST(AccessLogGrammar, KnowsAnyTextAndAnEditIsAFreshParse) {
  Parser parser(tree_sitter_accesslog());
  RandomText random(1);
  for (int i = 0; i < 500; ++i) {
    std::string text = random.text();
    Tree tree = parser.parse(text);
    ASSERT_TRUE(knows_all(nodes_of(tree))) << testing::PrintToString(text);
    for (int edit = 0; edit < 5; ++edit) {
      const std::string before = text;
      const auto at = static_cast<std::uint32_t>(random.pick(text.size() + 1));
      const auto removed = static_cast<std::uint32_t>(std::min(random.pick(6), text.size() - at));
      const std::string inserted = random.pick(4) ? random.snippet() : "";
      text.replace(at, removed, inserted);
      tree.edit({at, at + removed}, static_cast<std::uint32_t>(inserted.size()), before, text);
      tree = parser.parse(text, &tree);
      ASSERT_EQ(nodes_of(tree), nodes_of(parser.parse(text)))
          << testing::PrintToString(before) << " -> " << testing::PrintToString(text);
    }
  }
}

TEST(AccessLogGrammar, EndsWhereTextsAreUnfriendly) {
  Parser parser(tree_sitter_accesslog());
  for (const std::string_view unit :
       {"{\"a\":", "[", "\"", "{ ", "a:\t", "\r", "\\", "}", "# log_format "}) {
    std::string text = "{\"a\":";
    while (text.size() < 20'000) text += unit;
    EXPECT_TRUE(knows_all(nodes_of(parser.parse(text)))) << unit;
  }
}

TEST(AccessLogGrammar, KnowsRealLogs) {
  const std::filesystem::path folder = std::filesystem::path(WIRETAG_CORPORA) / "accesslog";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  Parser parser(tree_sitter_accesslog());
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::stringstream content;
    content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    const std::string text = content.str().substr(0, 200'000);
    EXPECT_TRUE(knows_all(nodes_of(parser.parse(text)))) << entry.path();
  }
}

}  // namespace
}  // namespace wiretag::syntax
