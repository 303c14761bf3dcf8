#include <gtest/gtest.h>

#include "server/config/cache.h"
#include "server/config/config.h"
#include "tests/server/config/folder.h"

namespace wiretag::config {
namespace {

TEST(FindConfig, LooksUpwardsFromAFileOrADirectory) {
  const Folder folder;
  folder.write("wiretag.toml", "");
  folder.make("a/b");
  EXPECT_EQ(find(folder / "a/b/x.http"), folder / "wiretag.toml");
  EXPECT_EQ(find(folder / "a/b"), folder / "wiretag.toml");
  EXPECT_EQ(find(folder / "a/b/"), folder / "wiretag.toml");
  EXPECT_EQ(find(folder.path()), folder / "wiretag.toml");
}

TEST(FindConfig, TheNearestCountsAndTheOneWithoutADotComesFirst) {
  const Folder folder;
  folder.write("wiretag.toml", "");
  folder.write("a/.wiretag.toml", "");
  EXPECT_EQ(find(folder / "a/x.http"), folder / "a/.wiretag.toml");
  folder.write("a/wiretag.toml", "");
  EXPECT_EQ(find(folder / "a/x.http"), folder / "a/wiretag.toml");
}

TEST(FindConfig, EndsAtTheRootOfAWorkTree) {
  const Folder folder;
  folder.write("wiretag.toml", "");
  folder.make("a/.git");
  folder.make("a/b");
  EXPECT_EQ(find(folder / "a/b/x.http"), std::nullopt);
  folder.write("a/wiretag.toml", "");
  EXPECT_EQ(find(folder / "a/b/x.http"), folder / "a/wiretag.toml");
  // A directory of that name is no configuration.
  folder.make("a/b/wiretag.toml");
  EXPECT_EQ(find(folder / "a/b/x.http"), folder / "a/wiretag.toml");
}

TEST(FindConfig, ARelativePathIsBelowTheWorkingDirectory) {
  const auto found = find("x.http");
  if (found) {
    EXPECT_TRUE(found->starts_with('/'));
  }
  EXPECT_EQ(find("/"), find("/x.http"));
}

TEST(ConfigCache, AgreesWithFindUntilItForgets) {
  const Folder folder;
  folder.write("wiretag.toml", "select = [\"D\"]\n");
  folder.make("a/b");
  folder.make("c/.git");
  Cache cache;
  EXPECT_EQ(cache.of(folder / "a/b/x.http").path, folder / "wiretag.toml");
  EXPECT_EQ(cache.of(folder / "y.http").config.select, std::vector<std::string>{"D"});
  EXPECT_EQ(cache.of(folder / "c/y.http").path, "");
  EXPECT_EQ(cache.loaded().size(), 2U);

  folder.write("a/wiretag.toml", "select = [\"K\"]\n");
  EXPECT_EQ(cache.of(folder / "a/b/x.http").path, folder / "wiretag.toml");
  cache.forget();
  EXPECT_EQ(cache.of(folder / "a/b/x.http").config.select, std::vector<std::string>{"K"});
}

}  // namespace
}  // namespace wiretag::config
