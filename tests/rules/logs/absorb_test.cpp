#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {
namespace {

/// Checks that name the tag of the answer, on two nodes in turn.
std::vector<Request> checks(int count, const std::string& tag) {
  std::vector<Request> requests;
  for (int i = 0; i < count; ++i) {
    Request request;
    request.second = i * 9;
    request.tag = request.condition = tag;
    request.node = i % 2 == 0 ? "10.0.0.1:80" : "10.0.0.2:80";
    requests.push_back(request);
  }
  return requests;
}

TEST(LogAbsorb, TheTableIsTheOneOfTheCatalogue) {
  using Pair = std::pair<std::string_view, std::string_view>;
  std::set<Pair> stated;
  for (const Rule* rule : all_rules()) {
    if (rule->info.family != Family::Logs) continue;
    for (const std::string_view id : rule->info.absorbs) {
      if (!id.empty()) stated.emplace(rule->info.id, id);
    }
  }
  const std::set<Pair> wanted = {{"log-per-upstream-etag", "log-304-ratio-low"},
                                 {"log-per-upstream-etag", "log-tag-churn"},
                                 {"log-conditional-200-same-tag", "log-304-ratio-low"},
                                 {"log-coding-suffix-200", "log-304-ratio-low"}};
  EXPECT_EQ(stated, wanted);
}

TEST(LogAbsorb, TheSpecificCauseStandsAlone) {
  EXPECT_EQ(rules_in(lint_log(log_of(checks(10, "\"x\"")))),
            (std::vector<std::string>{"log-conditional-200-same-tag"}));
  EXPECT_EQ(rules_in(lint_log(log_of(checks(10, "\"x-gzip\"")))),
            (std::vector<std::string>{"log-coding-suffix-200"}));
}

TEST(LogAbsorb, AnotherUrlIsNotAbsorbed) {
  std::vector<Request> requests = checks(10, "\"x\"");
  for (int i = 0; i < 8; ++i) {
    Request request;
    request.second = 100 + i * 9;
    request.url = "/feed.xml";
    request.tag = i % 2 == 0 ? "\"r1\"" : "\"r2\"";
    request.condition = i % 2 == 0 ? "\"r2\"" : "\"r1\"";
    requests.push_back(request);
  }
  EXPECT_EQ(rules_in(lint_log(log_of(requests))),
            (std::vector<std::string>{"log-304-ratio-low", "log-conditional-200-same-tag"}));
}

}  // namespace
}  // namespace wiretag::rules::tests
