#include <gtest/gtest.h>

#include "server/config/config.h"

namespace wiretag::config {
namespace {

bool on(const lint::Selection& selection, const char* id) {
  return selection.enabled(*rules::find_rule(id));
}

TEST(ConfigSelection, StandsOnTheBase) {
  lint::Selection base;
  base.severity = rules::Severity::Hint;
  base.ignore = {"K"};
  const lint::Selection same = selection(Config{}, "/w/a.http", base);
  EXPECT_EQ(same.severity, rules::Severity::Hint);
  EXPECT_FALSE(on(same, "per-node-etag"));

  Config config;
  config.severity = rules::Severity::Error;
  config.select = {"D"};
  const lint::Selection changed = selection(config, "/w/a.http", base);
  EXPECT_EQ(changed.severity, rules::Severity::Error);
  EXPECT_TRUE(on(changed, "weak-tag-in-if-range"));
  EXPECT_FALSE(on(changed, "etag-unquoted"));
}

TEST(ConfigSelection, ExtendSelectAddsAndIgnoreWins) {
  Config config;
  config.select = {"D"};
  config.extend_select = {"per-node-etag", "etag-unquoted"};
  config.ignore = {"etag-unquoted"};
  const lint::Selection chosen = selection(config, "/w/a.http");
  EXPECT_TRUE(on(chosen, "weak-tag-in-if-range"));
  EXPECT_TRUE(on(chosen, "per-node-etag"));
  EXPECT_FALSE(on(chosen, "etag-unquoted"));
}

TEST(ConfigSelection, PerFileIgnoresAreRelativeToTheConfiguration) {
  Config config;
  config.directory = "/w";
  config.per_file_ignores = {{"logs/*.http", {"D"}}, {"*.rest", {"ALL"}}};
  EXPECT_FALSE(on(selection(config, "/w/logs/a.http"), "weak-tag-in-if-range"));
  EXPECT_TRUE(on(selection(config, "/w/logs/a.http"), "per-node-etag"));
  EXPECT_TRUE(on(selection(config, "/w/a.http"), "weak-tag-in-if-range"));
  EXPECT_FALSE(on(selection(config, "/w/x/y/a.rest"), "per-node-etag"));
  EXPECT_TRUE(on(selection(config, "/elsewhere/a.rest"), "per-node-etag"));
}

TEST(ConfigSelection, ExcludeCoversDirectories) {
  Config config;
  config.directory = "/w";
  config.exclude = {"vendor/", "*.rest"};
  EXPECT_TRUE(excluded(config, "/w/vendor/x/a.http"));
  EXPECT_TRUE(excluded(config, "/w/x/a.rest"));
  EXPECT_FALSE(excluded(config, "/w/a.http"));
  EXPECT_FALSE(excluded(config, "/v/vendor/a.http"));
  EXPECT_TRUE(excluded(config, "/w/x/../vendor/a.http"));
}

}  // namespace
}  // namespace wiretag::config
