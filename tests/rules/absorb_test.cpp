#include <set>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/rules/cases.h"
#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

using Pair = std::pair<std::string, std::string>;

/// All cases of the folder `absorb`.
std::vector<Case> absorb_cases() {
  std::vector<Case> cases;
  for (const auto& file : http_files(folder() / "absorb")) {
    for (Case& one : cases_in(file)) cases.push_back(std::move(one));
  }
  return cases;
}

/// Cases are named "absorber > absorbed".
Pair pair_of(const Case& one) {
  const std::size_t sign = one.name.find(" > ");
  return {one.name.substr(0, sign), one.name.substr(sign + 3)};
}

class Absorb : public ::testing::TestWithParam<Case> {};

TEST_P(Absorb, OnlyTheAbsorberIsShown) {
  const auto [absorber, absorbed] = pair_of(GetParam());
  const std::string& text = GetParam().text;
  lint::Selection alone;
  alone.select = {absorbed};
  EXPECT_GE(count(lint(text, alone), absorbed), 1u) << "nothing to absorb in\n" << text;
  const std::vector<Seen> together = lint(text);
  EXPECT_GE(count(together, absorber), 1u) << text;
  EXPECT_EQ(count(together, absorbed), 0u) << text;
  expect_sound(text);
}

INSTANTIATE_TEST_SUITE_P(Rules, Absorb, ::testing::ValuesIn(absorb_cases()),
                         [](const auto& context) { return test_name(context.param.name); });

TEST(AbsorbTable, EveryPairOfExistingRulesHasACase) {
  std::set<Pair> shown;
  for (const Case& one : absorb_cases()) shown.insert(pair_of(one));
  std::set<Pair> stated;
  for (const Rule* rule : all_rules()) {
    if (rule->info.family == Family::Logs) continue;
    for (const std::string_view id : rule->info.absorbs) {
      if (!id.empty() && find_rule(id)) stated.emplace(rule->info.id, id);
    }
  }
  EXPECT_EQ(shown, stated);
}

TEST(AbsorbTable, ASecondFaultStaysBesideTheAbsorber) {
  const std::string text =
      "GET /v.mp4 HTTP/1.1\nHost: a.example\nRange: bytes=10-\nIf-Range: W/\"a\"\n\n"
      "HTTP/1.1 412 Precondition Failed\n";
  const std::vector<Seen> seen = lint(text);
  EXPECT_EQ(count(seen, "weak-tag-in-if-range"), 1u);
  EXPECT_EQ(count(seen, "if-range-wrong-fallback"), 1u);
}

}  // namespace
}  // namespace wiretag::rules::tests
