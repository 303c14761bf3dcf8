#include <gtest/gtest.h>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

void expect_usage_error(const std::vector<std::string>& arguments, const std::string& message) {
  const Result result = wiretag(arguments);
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "wiretag: " + message + "\n");
}

TEST(Usage, WrongWords) {
  expect_usage_error({},
                     "name a command: check, fix, merge, predict, convert, explain, rules, config "
                     "or lsp; see wiretag --help");
  expect_usage_error({"chekc"},
                     "'chekc' is not a command; to lint a file: wiretag check FILE; "
                     "see wiretag --help");
  expect_usage_error({"check", "--nope"}, "unexpected argument --nope; see wiretag check --help");
  expect_usage_error({"check", "--format", "xml"},
                     "--format: 'xml' is not one of full, concise, json, jsonl; "
                     "see wiretag check --help");
  expect_usage_error({"predict", "--format", "concise"},
                     "--format: 'concise' is not one of full, json; see wiretag predict --help");
  expect_usage_error({"check", "--severity"},
                     "--severity needs one value; see wiretag check --help");
  expect_usage_error({"check", "--unsafe-fixes"},
                     "--unsafe-fixes needs --fix or --diff next to it");
  expect_usage_error({"explain"}, "RULE is required; see wiretag explain --help");
}

TEST(Usage, UnknownRulesNameTheNearest) {
  expect_usage_error({"check", "--select", "weak-tag-in-if-rnage"},
                     "--select: unknown rule 'weak-tag-in-if-rnage'; "
                     "did you mean 'weak-tag-in-if-range'?");
  expect_usage_error({"check", "--ignore", "D,qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"},
                     "--ignore: unknown rule 'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'; "
                     "wiretag rules lists them");
  expect_usage_error({"explain", "weak-tag-in-if"},
                     "unknown rule 'weak-tag-in-if'; did you mean 'weak-tag-in-if-range'?");
  expect_usage_error({"check", "--select", "predicted-status"},
                     "--select: 'predicted-status' gives no findings; wiretag predict shows it");
}

TEST(Usage, HelpAndVersion) {
  const Result help = wiretag({"--help"});
  EXPECT_EQ(help.exit, 0);
  for (const char* command : {"check", "fix", "predict", "explain", "rules", "lsp"}) {
    EXPECT_NE(help.out.find(std::string("\n  ") + command + " "), std::string::npos) << command;
    const Result own = wiretag({command, "--help"});
    EXPECT_EQ(own.exit, 0);
    EXPECT_NE(own.out.find(std::string("Usage: wiretag ") + command), std::string::npos) << own.out;
  }
  const Result version = wiretag({"--version"});
  EXPECT_EQ(version.exit, 0);
  EXPECT_TRUE(version.out.starts_with("wiretag ")) << version.out;
  EXPECT_EQ(version.out.find('\n'), version.out.size() - 1);
}

TEST(Usage, ExplainPrintsThePage) {
  const Result result = wiretag({"explain", "weak-tag-in-if-range"});
  EXPECT_EQ(result.exit, 0);
  EXPECT_TRUE(result.out.starts_with("# weak-tag-in-if-range\n")) << result.out;
  EXPECT_TRUE(result.out.ends_with("\n"));
}

TEST(Usage, RulesAreListedByFamily) {
  const Result result = wiretag({"rules"});
  EXPECT_EQ(result.exit, 0);
  const std::size_t family = result.out.find("\nD  ranges\n");
  ASSERT_NE(family, std::string::npos) << result.out;
  EXPECT_NE(result.out.find("   weak-tag-in-if-range  ", family), std::string::npos) << result.out;
}

TEST(Usage, LspTakesWhatClientsPass) {
  const Result result = wiretag({"lsp", "--stdio", "--clientProcessId=1"});
  EXPECT_NE(result.exit, 2) << result.err;
  EXPECT_LT(result.exit, 128);
}

}  // namespace
}  // namespace wiretag::test
