#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

/// Starts to follow a log of which two lines are there, adds the rest once it is followed, waits
/// for a finding and then sends a signal.
Result follow(const TemporaryDirectory& directory, const std::string& signal,
              const std::string& options) {
  const auto requests = drifting_requests();
  directory.file("grow.log", rules::tests::log_of({requests.begin(), requests.begin() + 2}));
  std::string rest;
  for (auto it = requests.begin() + 2; it != requests.end(); ++it) rest += line_of(*it);
  directory.file("rest", rest);
  const std::string script = WIRETAG_BINARY " check --follow --statistics " + options +
                             " grow.log >out 2>err & pid=$!\n"
                             "sleep 0.3; cat rest >>grow.log\n"
                             "n=0; until grep -q avoidable out || [ $n = 100 ]; do\n"
                             "  sleep 0.1; n=$((n + 1)); done\n"
                             "kill -" +
                             signal + " $pid; wait $pid";
  Result result = run("sh", {"-c", script}, {.directory = directory.path()});
  result.out = directory.read("out");
  result.err = directory.read("err");
  return result;
}

TEST(Follow, PrintsWhatIsNewAndEndsWithTheReport) {
  for (const std::string signal : {"INT", "TERM"}) {
    const TemporaryDirectory directory;
    // A shell starts its background jobs deaf to SIGINT; wiretag hears it all the same.
    const Result result = follow(directory, signal, "");
    EXPECT_EQ(result.exit, 1) << result.err;
    EXPECT_TRUE(holds(result.out, "error[log-per-upstream-etag]")) << result.out;
    EXPECT_TRUE(holds(result.out, "1 error, 1 info in 1 file (30 logged requests)\n"))
        << result.out;
    EXPECT_TRUE(holds(result.err, "30 requests in 30 lines")) << result.err;
  }
}

TEST(Follow, ClosesItsJson) {
  const TemporaryDirectory directory;
  const Result result = follow(directory, "TERM", "--format json");
  EXPECT_EQ(found(result),
            (std::vector<std::string>{"log-avoidable-bytes info", "log-per-upstream-etag error"}))
      << result.out;
  EXPECT_EQ(nlohmann::json::parse(result.out)["summary"]["requests"], 30);
}

TEST(Follow, SaysThatAPipeDoesNotGrow) {
  const Result result =
      wiretag({"check", "--follow", "--as", "log", "-"}, {.input = drifting_log()});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(holds(result.out, "1 error, 1 info")) << result.out;
  EXPECT_EQ(result.err,
            "wiretag: --follow: standard input and compressed logs do not grow; name the log's own "
            "file\n");
}

}  // namespace
}  // namespace wiretag::test
