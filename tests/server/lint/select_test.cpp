#include "server/lint/select.h"

#include <gtest/gtest.h>

namespace wiretag::lint {
namespace {

const rules::Rule& rule(std::string_view id) { return *rules::find_rule(id); }

TEST(Selection, LeavesLensesOut) {
  EXPECT_FALSE(Selection{}.enabled(rule("predicted-status")));
  Selection all;
  all.select = {"ALL"};
  EXPECT_FALSE(all.enabled(rule("predicted-status")));
}

TEST(Selection, TakesIdsAndFamilies) {
  Selection some;
  some.select = {"D", "etag-unquoted"};
  EXPECT_TRUE(some.enabled(rule("weak-tag-in-if-range")));
  EXPECT_TRUE(some.enabled(rule("etag-unquoted")));
  EXPECT_FALSE(some.enabled(rule("weak-flag-malformed")));
  some.ignore = {"weak-tag-in-if-range"};
  EXPECT_FALSE(some.enabled(rule("weak-tag-in-if-range")));
}

TEST(Selection, KnowsWhatItCannotName) {
  EXPECT_EQ(unknown_rules({"ALL", "D", "etag-unquoted", "nope", "Q"}),
            (std::vector<std::string>{"nope", "Q"}));
}

}  // namespace
}  // namespace wiretag::lint
