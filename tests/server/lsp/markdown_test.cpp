#include "server/lsp/markdown.h"

#include <gtest/gtest.h>

namespace wiretag::lsp {
namespace {

TEST(Markup, TextIsNeverMarkup) {
  const Markup markup(false);
  EXPECT_EQ(markup.text("a*b [c](d) <e> `f` \\ &lt;"),
            "a\\*b \\[c\\](d) \\<e> \\`f\\` \\\\ \\&lt;");
  EXPECT_EQ(markup.text("snake_case _x_"), "snake_case \\_x\\_");
  EXPECT_EQ(markup.text("two\nlines"), "two lines");
}

TEST(Markup, CodeIsFencedByMoreBackticksThanItHolds) {
  const Markup markup(false);
  EXPECT_EQ(markup.code("a"), "`a`");
  EXPECT_EQ(markup.code("a``b"), "```a``b```");
  EXPECT_EQ(markup.code("`"), "`` ` ``");
}

TEST(Markup, PlainTextStaysAsItIs) {
  const Markup markup(true);
  EXPECT_EQ(markup.text("a*b"), "a*b");
  EXPECT_EQ(markup.bold("a*b"), "a*b");
  EXPECT_EQ(markup.code("a`b"), "a`b");
  EXPECT_EQ(markup.link("label", "https://a.example"), "label: https://a.example");
}

}  // namespace
}  // namespace wiretag::lsp
