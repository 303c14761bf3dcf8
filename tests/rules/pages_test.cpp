#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/rules/cases.h"
#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

struct Fence {
  std::string kind;  ///< "ok", "fixed", "expect=rule-id"
  std::string text;
};

/// The ```http fences of a page, in order.
std::vector<Fence> fences(const std::string& markdown) {
  std::vector<Fence> found;
  bool inside = false;
  for (const std::string& line : lines_of(markdown)) {
    if (inside && line.starts_with("```")) {
      inside = false;
    } else if (inside) {
      found.back().text += line;
    } else if (line.starts_with("```http")) {
      std::string kind = line.substr(7);
      kind.erase(0, kind.find_first_not_of(' '));
      kind.erase(kind.find_last_not_of(" \r\n") + 1);
      found.push_back({kind, ""});
      inside = true;
    }
  }
  return found;
}

void expect_silent(const Fence& fence) {
  for (const Seen& seen : lint(fence.text)) {
    EXPECT_LT(seen.severity, Severity::Warning) << to_string(seen) << "\n" << fence.text;
  }
}

void expect_only(const Fence& fence, std::string_view rule) {
  bool fired = false;
  for (const Seen& seen : lint_with(fence.text, rule)) {
    fired |= seen.rule == rule;
    if (seen.rule != rule) {
      EXPECT_LT(seen.severity, Severity::Warning) << to_string(seen) << "\n" << fence.text;
    }
  }
  EXPECT_TRUE(fired) << rule << " does not fire on\n" << fence.text;
}

class Page : public ::testing::TestWithParam<const Rule*> {
 protected:
  [[nodiscard]] const RuleInfo& info() const { return GetParam()->info; }
  [[nodiscard]] std::string text() const { return std::string(page(*GetParam())); }
};

TEST_P(Page, HasItsTitleAndSectionsInOrder) {
  EXPECT_TRUE(text().starts_with(fmt::format("# {}\n\n{}.\n", info().id, info().summary)));
  std::vector<std::string> wanted = {"What it does", "Why it matters", "Example", "Use instead"};
  if (info().fix != FixKind::None) wanted.emplace_back("Fix safety");
  wanted.emplace_back("References");
  std::vector<std::string> sections;
  for (const std::string& line : lines_of(text())) {
    if (line.starts_with("## "))
      sections.push_back(line.substr(3, line.find_last_not_of("\n") - 2));
  }
  EXPECT_EQ(sections, wanted);
}

TEST_P(Page, FencesDoWhatTheySay) {
  std::string example;
  bool fires = false;
  for (const Fence& fence : fences(text())) {
    if (fence.kind == "ok") {
      expect_silent(fence);
    } else if (fence.kind == "fixed") {
      ASSERT_FALSE(example.empty());
      EXPECT_EQ(fixed(example, FixKind::Unsafe, selection_for(info().id)), fence.text);
    } else if (fence.kind.starts_with("expect=")) {
      expect_only(fence, fence.kind.substr(7));
      fires |= fence.kind.substr(7) == info().id;
      example = fence.text;
    } else {
      ADD_FAILURE() << "unknown kind of fence: " << fence.kind;
    }
    expect_sound(fence.text);
  }
  // Those of access logs are run by a test of their own.
  const bool of_logs = info().family == Family::Logs;
  EXPECT_TRUE(fires || of_logs || std::holds_alternative<NoCheck>(GetParam()->check))
      << "no example";
}

INSTANTIATE_TEST_SUITE_P(Rules, Page, ::testing::ValuesIn(all_rules().begin(), all_rules().end()),
                         [](const auto& context) {
                           return test_name(std::string(context.param->info.id));
                         });

TEST(Pages, EveryRuleIsListedOnceAndAbsorbsNamesThatAreSpelledLikeIds) {
  for (const Rule* rule : all_rules()) {
    EXPECT_EQ(std::count_if(all_rules().begin(), all_rules().end(),
                            [&](const Rule* other) { return other->info.id == rule->info.id; }),
              1);
    for (const std::string_view id : rule->info.absorbs) {
      EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
                std::string_view::npos);
      EXPECT_NE(id, rule->info.id);
    }
  }
}

}  // namespace
}  // namespace wiretag::rules::tests
