#include <gtest/gtest.h>

#include "server/config/config.h"
#include "tests/server/config/folder.h"

namespace wiretag::config {
namespace {

Loaded parsed(std::string_view text) { return parse("/w/wiretag.toml", text); }

TEST(ReadConfig, TakesEveryKey) {
  const Loaded loaded = parsed(R"(
select = ["D", "per-node-etag"]
ignore = ["weak-tag-in-if-range"]
extend-select = ["ALL"]
severity = "warning"
fail-on = "never"
exclude = ["vendor/", "*.rest"]
server = "nginx-cache"

[log-format]
edge = "%h %l"

[per-file-ignores]
"*.har" = ["K"]
"logs/**" = ["ALL"]
)");
  ASSERT_TRUE(loaded.problems.empty()) << to_string(loaded.problems[0]);
  const Config& config = loaded.config;
  EXPECT_EQ(config.directory, "/w");
  EXPECT_EQ(config.select, (std::vector<std::string>{"D", "per-node-etag"}));
  EXPECT_EQ(config.ignore, std::vector<std::string>{"weak-tag-in-if-range"});
  EXPECT_EQ(config.extend_select, std::vector<std::string>{"ALL"});
  EXPECT_EQ(config.severity, rules::Severity::Warning);
  ASSERT_TRUE(config.fail_on);
  EXPECT_FALSE(config.fail_on->least);
  EXPECT_EQ(config.exclude, (std::vector<std::string>{"vendor/", "*.rest"}));
  EXPECT_EQ(config.server, http::Product::NginxCache);
  ASSERT_EQ(config.log_formats.size(), 1U);
  EXPECT_EQ(config.log_formats[0].name, "edge");
  EXPECT_EQ(config.log_formats[0].format, "%h %l");
  ASSERT_EQ(config.per_file_ignores.size(), 2U);
  EXPECT_EQ(config.per_file_ignores[0].glob, "*.har");
  EXPECT_EQ(config.per_file_ignores[0].rules, std::vector<std::string>{"K"});
}

TEST(ReadConfig, AnEmptyFileSaysNothing) {
  const Loaded loaded = parsed("");
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_TRUE(loaded.config.select.empty());
  EXPECT_FALSE(loaded.config.severity);
  EXPECT_FALSE(loaded.config.fail_on);
}

TEST(ReadConfig, OneLogFormatNeedsNoName) {
  const Loaded loaded = parsed("log-format = '$remote_addr $status'\nfail-on = \"error\"\n");
  ASSERT_EQ(loaded.config.log_formats.size(), 1U);
  EXPECT_EQ(loaded.config.log_formats[0].name, "");
  EXPECT_EQ(loaded.config.log_formats[0].format, "$remote_addr $status");
  EXPECT_EQ(loaded.config.fail_on->least, rules::Severity::Error);
}

struct Wrong {
  const char* text;
  const char* told;
};

class WrongConfig : public testing::TestWithParam<Wrong> {};

TEST_P(WrongConfig, IsToldWithItsPlaceAndTheRestIsRead) {
  const std::string text = std::string("ignore = [\"K\"]\n") + GetParam().text;
  const Loaded loaded = parsed(text);
  ASSERT_EQ(loaded.problems.size(), 1U) << text;
  EXPECT_EQ(to_string(loaded.problems[0]), std::string("/w/wiretag.toml:") + GetParam().told);
  EXPECT_EQ(loaded.config.ignore, std::vector<std::string>{"K"});
  const Problem& problem = loaded.problems[0];
  EXPECT_TRUE(problem.end_line > problem.line || problem.end_column > problem.column);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongConfig,
    testing::Values(
        Wrong{"selct = []\n", "2:1: there is no key \"selct\"; the nearest is \"select\""},
        Wrong{"zzzzzzzzzzzzzzzzzzzz = 1\n",
              "2:1: there is no key \"zzzzzzzzzzzzzzzzzzzz\"; the keys are select, ignore, "
              "extend-select, severity, fail-on, exclude, log-format, per-file-ignores, server"},
        Wrong{"severity = \"fatal\"\n",
              "2:12: \"severity\" takes one of error, warning, info, hint, not \"fatal\""},
        Wrong{"severity = 3\n", "2:12: \"severity\" takes a string, not a number"},
        Wrong{"select = \"D\"\n", "2:10: \"select\" takes a list of strings, not a string"},
        Wrong{"exclude = [\"é\", 1]\n",
              "2:17: \"exclude\" takes a list of strings; here stands a number"},
        Wrong{"select = [\n  \"per-node-etg\",\n]\n",
              "3:3: no rule is called \"per-node-etg\"; the nearest is \"per-node-etag\""},
        Wrong{"log-format = true\n",
              "2:14: \"log-format\" takes a string or a table of strings, not a boolean"},
        Wrong{"[log-format]\na = 1\n", "3:5: \"a\" takes a string, not a number"},
        Wrong{"[per-file-ignores]\n\"*.har\" = \"K\"\n",
              "3:11: \"*.har\" takes a list of strings, not a string"},
        Wrong{"server = \"iis\"\n",
              "2:10: \"server\" takes one of nginx, apache, lighttpd, caddy, varnish, haproxy, "
              "nginx-cache, not \"iis\""},
        Wrong{"per-file-ignores = 1979-05-27\n",
              "2:20: \"per-file-ignores\" takes a table of lists of rules, not a date or time"}));

TEST(ReadConfig, WhatIsNoTomlIsToldAndTheRestCounts) {
  const Loaded loaded = parsed("select = [\"D\"]\nseverity = = 3\nignore = [\"K\"]\n");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems[0].line, 2U);
  EXPECT_EQ(loaded.problems[0].column, 12U);
  EXPECT_EQ(loaded.problems[0].message.rfind("this is no TOML: ", 0), 0U);
  EXPECT_EQ(loaded.config.select, std::vector<std::string>{"D"});
  EXPECT_EQ(loaded.config.ignore, std::vector<std::string>{"K"});
}

TEST(ReadConfig, ABrokenTableNameDoesNotMakeItsKeysUnknown) {
  const Loaded loaded = parsed("select = [\"D\"]\n[per-file-ignores\n\"*.har\" = [\"K\"]\n");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(loaded.problems[0].line, 2U);
  EXPECT_EQ(loaded.config.select, std::vector<std::string>{"D"});
}

TEST(ReadConfig, BytesThatAreNoTextAreSurvived) {
  for (const std::string& text :
       {std::string("\xFF\xFE"), std::string("a\0b", 3), std::string(100000, '['),
        std::string("select = [\"\xC3"), std::string("[[[[\n]]]]\n=\n\"\"\"")}) {
    EXPECT_FALSE(parsed(text).problems.empty());
  }
}

TEST(ReadConfig, AFileThatCannotBeReadIsAProblem) {
  const Folder folder;
  const Loaded loaded = read(folder / "wiretag.toml");
  ASSERT_EQ(loaded.problems.size(), 1U);
  EXPECT_EQ(to_string(loaded.problems[0]),
            folder / "wiretag.toml" + ":1:1: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace wiretag::config
