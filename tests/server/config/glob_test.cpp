#include "server/config/glob.h"

#include <string>

#include <gtest/gtest.h>

namespace wiretag::config {
namespace {

TEST(Glob, AStarStaysWithinOneName) {
  EXPECT_TRUE(matches("*.http", "a.http"));
  EXPECT_TRUE(matches("api/*.http", "api/a.http"));
  EXPECT_FALSE(matches("*.http", "api/a.http"));
  EXPECT_FALSE(matches("api/*.http", "api/v1/a.http"));
  EXPECT_FALSE(matches("a?c", "a/c"));
  EXPECT_TRUE(matches("a?c", "abc"));
}

TEST(Glob, TwoStarsCrossNames) {
  EXPECT_TRUE(matches("**/*.http", "a.http"));
  EXPECT_TRUE(matches("**/*.http", "x/y/a.http"));
  EXPECT_TRUE(matches("x/**/a.http", "x/a.http"));
  EXPECT_TRUE(matches("x/**/a.http", "x/y/z/a.http"));
  EXPECT_FALSE(matches("x/**/a.http", "x/ya.http"));
  EXPECT_TRUE(matches("x/**", "x/y/z"));
}

TEST(Glob, ClassesAndAlternatives) {
  EXPECT_TRUE(matches("v[0-9].http", "v7.http"));
  EXPECT_FALSE(matches("v[!0-9].http", "v7.http"));
  EXPECT_TRUE(matches("*.{http,rest}", "a.rest"));
  EXPECT_TRUE(matches("{a,b{c,d}}.http", "bd.http"));
  EXPECT_FALSE(matches("*.{http,rest}", "a.har"));
  EXPECT_TRUE(matches("a\\*", "a*"));
  EXPECT_FALSE(matches("a\\*", "ab"));
  EXPECT_TRUE(matches("a[", "a["));
}

TEST(Glob, ManyStarsTakeNoTime) {
  std::string glob;
  for (int i = 0; i < 200; ++i) glob += "*a";
  EXPECT_FALSE(matches(glob + "b", std::string(5000, 'a')));
  std::string braces;
  for (int i = 0; i < 40; ++i) braces += "{a,b}";
  EXPECT_FALSE(matches(braces, "c"));
}

TEST(Glob, AGlobWithoutASlashIsAboutNamesAtAnyDepth) {
  EXPECT_TRUE(covers("*.har", "x/y/a.har"));
  EXPECT_TRUE(covers("node_modules", "x/node_modules/y/a.http"));
  EXPECT_FALSE(covers("/a.http", "x/a.http"));
  EXPECT_TRUE(covers("/a.http", "a.http"));
  EXPECT_TRUE(covers("./x/a.http", "x/a.http"));
}

TEST(Glob, ADirectoryCoversWhatIsInIt) {
  EXPECT_TRUE(covers("vendor/", "vendor/a.http"));
  EXPECT_TRUE(covers("x/vendor", "x/vendor/y/a.http"));
  EXPECT_FALSE(covers("x/vendor", "y/x/vendor/a.http"));
  EXPECT_FALSE(covers("vendor/", "x/vendor"));
}

}  // namespace
}  // namespace wiretag::config
