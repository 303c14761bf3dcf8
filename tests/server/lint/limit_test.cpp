#include <gtest/gtest.h>

#include "server/lint/analysis.h"

namespace wiretag::lint {
namespace {

std::string regions(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "what is this\n\n###\n";
  return text;
}

TEST(Limits, CountsTheRegionsThatItDoesNotShow) {
  const readers::Document document("x.http", regions(1003));
  const Analysis analysis(document, {});
  ASSERT_EQ(analysis.findings().size(), 1001U);
  const rules::Finding& last = analysis.findings().back();
  EXPECT_EQ(last.rule->info.id, "limit-reached");
  EXPECT_EQ(last.severity, rules::Severity::Warning);
  EXPECT_TRUE(last.message.starts_with("1003 regions")) << last.message;
  EXPECT_NE(last.message.find(" 3 more"), std::string::npos) << last.message;
}

TEST(Limits, ShowsAllThatFit) {
  const readers::Document document("x.http", regions(1000));
  const Analysis analysis(document, {});
  ASSERT_EQ(analysis.findings().size(), 1000U);
  EXPECT_EQ(analysis.findings().back().rule->info.id, "text-not-understood");
}

}  // namespace
}  // namespace wiretag::lint
