#include <algorithm>

#include <gtest/gtest.h>

#include "tests/rules/cases.h"
#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {
namespace {

struct Fence {
  std::string kind;  ///< "ok", "expect=rule-id"
  std::string text;
};

/// The ```log fences of a page, in order.
std::vector<Fence> log_fences(const std::string& markdown) {
  std::vector<Fence> found;
  bool inside = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      const bool opens = !inside && line.starts_with("```log ");
      if (opens) found.push_back({line.substr(7, line.find_last_not_of('\n') - 6), ""});
      inside = opens;
    } else if (inside) {
      found.back().text += line;
    }
  }
  return found;
}

std::vector<const Rule*> log_rules() {
  std::vector<const Rule*> rules;
  for (const Rule* rule : all_rules()) {
    if (rule->info.family == Family::Logs) rules.push_back(rule);
  }
  return rules;
}

class LogPage : public ::testing::TestWithParam<const Rule*> {};

TEST_P(LogPage, FencesDoWhatTheySay) {
  const std::string id(GetParam()->info.id);
  bool fires = false;
  for (const Fence& fence : log_fences(std::string(page(*GetParam())))) {
    for (const LogFinding& found : lint_log(fence.text)) {
      EXPECT_FALSE(found.message.empty());
      if (found.rule == id && fence.kind.starts_with("expect=")) {
        fires = true;
      } else if (fence.kind != "expect=" + found.rule) {
        EXPECT_LT(found.severity, Severity::Warning) << found.message << fence.text;
        EXPECT_NE(found.rule, id) << found.message << fence.text;
      }
    }
  }
  // Takes the traffic of many clients, which no example shows.
  if (id == "log-sticky-masks-drift") return;
  EXPECT_TRUE(fires) << id << " has no example that fires";
}

INSTANTIATE_TEST_SUITE_P(Rules, LogPage, ::testing::ValuesIn(log_rules()), [](const auto& context) {
  return test_name(std::string(context.param->info.id));
});

TEST(LogPages, AreOfAllRulesOfTheFamily) { EXPECT_EQ(log_rules().size(), 21u); }

}  // namespace
}  // namespace wiretag::rules::tests
