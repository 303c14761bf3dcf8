#include <algorithm>

#include <gtest/gtest.h>

#include "tests/rules/lint.h"

namespace wiretag::rules::tests {
namespace {

constexpr const char* kTwoPods = R"(# Request lands on pod A, which minted the client's cached tag
GET /api/config HTTP/1.1
If-None-Match: "pod-a-counter-7"

HTTP/1.1 304 Not Modified

# Next poll round-robins to pod B
GET /api/config HTTP/1.1
If-None-Match: "pod-a-counter-7"

HTTP/1.1 200 OK
ETag: "pod-b-counter-3"
Content-Length: 8192
)";

TEST(PerNodeEtag, IsTheOnlyFindingOnTheTwoPodsAndAnError) {
  const std::vector<Seen> seen = lint(kTwoPods);
  ASSERT_EQ(seen.size(), 1u) << to_string(seen.front());
  EXPECT_EQ(seen[0].rule, "per-node-etag");
  EXPECT_EQ(seen[0].severity, Severity::Error);
  EXPECT_EQ(seen[0].line, 11u);
  EXPECT_EQ(seen[0].begin, 6u);
}

TEST(PerNodeEtag, LinksTheFirstExchangeAndNamesBothNodes) {
  const Seen seen = lint(kTwoPods).at(0);
  const auto links = [&](std::string_view part) {
    return std::any_of(seen.related.begin(), seen.related.end(), [&](const std::string& related) {
      return related.find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(links("pod A confirms this tag with 304"));
  EXPECT_NE(seen.message.find("pod A: \"pod-a-counter-7\""), std::string::npos) << seen.message;
  EXPECT_NE(seen.message.find("pod B: \"pod-b-counter-3\""), std::string::npos) << seen.message;
}

TEST(PerNodeEtag, SaysWhyThePopularCuresAreWrong) {
  const std::string message = lint(kTwoPods).at(0).message;
  for (const char* part : {"hash", "Restarting", "sticky sessions", "max-age", "50 %"}) {
    EXPECT_NE(message.find(part), std::string::npos) << part << " in " << message;
  }
}

TEST(PerNodeEtag, OnALongRecordingTakesItsTime) {
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "GET /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nX-Served-By: web-" +
            std::to_string(i % 3) + "\nETag: \"" + std::to_string(i) +
            "\"\nContent-Length: 500\n\n###\n";
  }
  EXPECT_LE(count(lint(text), "per-node-etag"), 1u);
}

}  // namespace
}  // namespace wiretag::rules::tests
