#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "documents/text/utf8.h"
#include "tests/rules/carets.h"
#include "tests/rules/cases.h"
#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

bool fits(const Seen& seen, const Expected& expected) {
  return seen.rule == expected.rule && seen.line == expected.line && seen.begin == expected.begin &&
         seen.end == expected.end &&
         (expected.severity.empty() || rules::to_string(seen.severity) == expected.severity) &&
         seen.message.find(expected.part) != std::string::npos;
}

void expect_exactly(const Annotated& annotated, const std::string& rule) {
  std::vector<Seen> open = lint_with(annotated.text, rule);
  for (const Expected& expected : annotated.expected) {
    const auto it = std::find_if(open.begin(), open.end(),
                                 [&](const Seen& seen) { return fits(seen, expected); });
    if (it == open.end()) {
      ADD_FAILURE() << "expected below line " << expected.line + 1 << ": " << expected.written;
    } else {
      open.erase(it);
    }
  }
  // Advice of other rules is of no concern here.
  for (const Seen& seen : open) {
    if (seen.rule != rule && seen.severity < Severity::Warning) continue;
    ADD_FAILURE() << "not expected: " << to_string(seen);
  }
}

struct NamedCase {
  std::string rule;
  Case one;
};

void PrintTo(const NamedCase& named, std::ostream* out) {
  *out << named.rule << ", " << named.one.name;
}

std::vector<NamedCase> all_cases() {
  std::vector<NamedCase> all;
  for (const auto& path : http_files(folder() / "caret")) {
    for (const Case& one : cases_in(path)) all.push_back({path.stem().string(), one});
  }
  return all;
}

class Caret : public ::testing::TestWithParam<NamedCase> {};

TEST_P(Caret, FindsWhatIsMarkedAndNothingElse) {
  const Annotated annotated = read_annotated(GetParam().one.text);
  SCOPED_TRACE("\n" + annotated.text);
  expect_exactly(annotated, GetParam().rule);
  expect_sound(annotated.text);
}

INSTANTIATE_TEST_SUITE_P(Rules, Caret, ::testing::ValuesIn(all_cases()), [](const auto& context) {
  return test_name(context.param.rule + " " + context.param.one.name);
});

TEST(CaretFiles, EveryRuleHasThreeCasesAndOneThatFires) {
  std::map<std::string, int> cases;
  std::map<std::string, int> fires;
  for (const NamedCase& named : all_cases()) {
    ++cases[named.rule];
    for (const Expected& expected : read_annotated(named.one.text).expected) {
      if (expected.rule == named.rule) ++fires[named.rule];
      EXPECT_TRUE(find_rule(expected.rule)) << named.rule << ": " << expected.written;
    }
    EXPECT_TRUE(find_rule(named.rule)) << named.rule << ".http is of no rule";
  }
  for (const Rule* rule : all_rules()) {
    const std::string id(rule->info.id);
    // Those of access logs have cases of their own.
    if (rule->info.family == Family::Logs) continue;
    if (std::holds_alternative<NoCheck>(rule->check)) continue;
    EXPECT_GE(cases[id], 3) << id;
    EXPECT_GE(fires[id], 1) << id;
  }
}

TEST(CaretLines, AreReadAsDocumented) {
  const Annotated annotated = read_annotated("ab: c\n#   ^ some-rule warning: why\nde\n#^ other\n");
  EXPECT_EQ(annotated.text, "ab: c\nde\n");
  ASSERT_EQ(annotated.expected.size(), 2u);
  EXPECT_EQ(annotated.expected[0].line, 0u);
  EXPECT_EQ(annotated.expected[0].begin, 4u);
  EXPECT_EQ(annotated.expected[0].end, 5u);
  EXPECT_EQ(annotated.expected[0].rule, "some-rule");
  EXPECT_EQ(annotated.expected[0].severity, "warning");
  EXPECT_EQ(annotated.expected[0].part, "why");
  EXPECT_EQ(annotated.expected[1].line, 1u);
  EXPECT_EQ(annotated.expected[1].begin, 0u);
  EXPECT_EQ(annotated.expected[1].end, 2u);
}

}  // namespace
}  // namespace wiretag::rules::tests
