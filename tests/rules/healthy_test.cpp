#include <gtest/gtest.h>

#include "tests/rules/cases.h"
#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& path : http_files(folder() / "healthy")) {
    for (Case one : cases_in(path)) {
      one.name = path.stem().string() + " " + one.name;
      all.push_back(std::move(one));
    }
  }
  return all;
}

class Healthy : public ::testing::TestWithParam<Case> {};

TEST_P(Healthy, NothingIsFound) {
  for (const Seen& seen : lint(GetParam().text)) {
    EXPECT_LT(seen.severity, Severity::Warning) << to_string(seen) << "\n" << GetParam().text;
  }
  expect_sound(GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Exchanges, Healthy, ::testing::ValuesIn(all_cases()),
                         [](const auto& context) { return test_name(context.param.name); });

TEST(HealthyFiles, AreManyEnoughToMeanSomething) { EXPECT_GE(all_cases().size(), 30u); }

}  // namespace
}  // namespace wiretag::rules::tests
