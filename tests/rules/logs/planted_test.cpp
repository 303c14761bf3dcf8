#include <gtest/gtest.h>

#include "tests/rules/logs/traffic.h"

namespace wiretag::rules::tests {
namespace {

std::string listed(const std::vector<LogFinding>& found) {
  std::string text;
  for (const LogFinding& one : found) {
    text += one.rule + " " + std::string(to_string(one.severity)) + ": " + one.message + "\n";
  }
  return text;
}

using Rules = std::vector<std::string>;

class HealthyHour : public ::testing::TestWithParam<int> {
 protected:
  [[nodiscard]] Fleet fleet() const {
    Fleet fleet;
    fleet.seed = static_cast<std::uint64_t>(GetParam());
    return fleet;
  }
};

TEST_P(HealthyHour, NothingIsFound) {
  const auto found = lint_log(log_of(traffic_of(fleet())));
  EXPECT_EQ(rules_in(found, Severity::Info), Rules{}) << listed(found);
}

TEST_P(HealthyHour, NothingIsFoundWithStickySessions) {
  Fleet sticky = fleet();
  sticky.sticky = true;
  const auto found = lint_log(log_of(traffic_of(sticky)));
  EXPECT_EQ(rules_in(found, Severity::Info), Rules{}) << listed(found);
}

/// File times change, and no size does: true, and worth a note, but no drift.
TEST_P(HealthyHour, ARollingDeployIsNoDrift) {
  Fleet rolling = fleet();
  rolling.deploy_s = 1700;
  rolling.deploy_step_s = 180;
  const auto found = lint_log(log_of(traffic_of(rolling)));
  EXPECT_EQ(rules_in(found), Rules{}) << listed(found);
}

TEST_P(HealthyHour, ARollingDeployOfNewContentIsNothing) {
  Fleet rolling = fleet();
  rolling.deploy_s = 1700;
  rolling.new_sizes = true;
  const auto found = lint_log(log_of(traffic_of(rolling)));
  EXPECT_EQ(rules_in(found, Severity::Info), Rules{}) << listed(found);
}

/// Half of the nodes carry a new build with other sizes for the whole hour.
TEST_P(HealthyHour, ACanaryIsNoDrift) {
  Fleet canary = fleet();
  canary.nodes = 2;
  canary.deploy_s = 0;
  canary.deploy_step_s = 7200;
  canary.new_sizes = true;
  const auto found = lint_log(log_of(traffic_of(canary)));
  EXPECT_EQ(rules_in(found), Rules{}) << listed(found);
}

TEST_P(HealthyHour, AFewLinesOfIt) {
  const std::vector<Request> requests = traffic_of(fleet());
  for (const std::size_t lines : {10, 30, 100, 300, 1000}) {
    for (std::size_t begin = 0; begin + lines < requests.size(); begin += requests.size() / 10) {
      const auto first = requests.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto found = lint_log(log_of({first, first + static_cast<std::ptrdiff_t>(lines)}));
      EXPECT_EQ(rules_in(found, Severity::Info), Rules{}) << listed(found);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, HealthyHour, ::testing::Range(1, 6));

class PlantedHour : public HealthyHour {};

/// Three nodes, one drifting URL, a deploy, one broken line.
TEST_P(PlantedHour, IsFoundExactly) {
  Fleet planted = fleet();
  planted.drifting = {2};
  planted.deploy_s = 1800;
  planted.deploy_step_s = 0;
  std::string text = log_of(traffic_of(planted));
  text.insert(text.find('\n', text.size() / 2) + 1,
              "192.0.2.9 [10/Jun/2026:12:29:59 +0000] \"GE\n");
  const auto found = lint_log(text);
  EXPECT_EQ(rules_in(found, Severity::Info),
            (Rules{"log-avoidable-bytes", "log-deploy-reset", "log-per-upstream-etag"}))
      << listed(found);
  EXPECT_TRUE(only(found, "log-per-upstream-etag").message.starts_with(url_of(2) + ": 3 nodes"))
      << listed(found);
  EXPECT_NE(only(found, "log-deploy-reset").message.find("2026-06-10 12:30 UTC"),
            std::string::npos);
  const Logged logged(text);
  EXPECT_EQ(logged.traffic()->unreadable, 1u);
}

TEST_P(PlantedHour, IsHiddenByStickySessions) {
  Fleet planted = fleet();
  planted.drifting = {1, 2, 4};
  planted.sticky = true;
  std::vector<Request> requests = traffic_of(planted);
  // A node is lost in the last minutes: its clients move.
  for (Request& request : requests) {
    if (request.second < 3500 || request.node != "10.0.0.1:8080") continue;
    request.node = "10.0.0.2:8080";
    if (request.url != url_of(1)) continue;
    request.tag = "\"66670a07-bb9\"";
    request.status = 200;
    request.size = 2977;
  }
  const auto found = lint_log(log_of(requests));
  EXPECT_EQ(rules_in(found, Severity::Warning),
            (Rules{"log-per-upstream-etag", "log-per-upstream-etag", "log-per-upstream-etag"}))
      << listed(found);
  EXPECT_EQ(only(found, "log-sticky-masks-drift").severity, Severity::Info) << listed(found);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PlantedHour, ::testing::Range(1, 6));

}  // namespace
}  // namespace wiretag::rules::tests
