#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

constexpr std::size_t kShards = 16;

/// A planted quarter of an hour in 16 files, and what one run says about them.
class Merge : public ::testing::Test {
 protected:
  void SetUp() override {
    rules::tests::Fleet fleet;
    fleet.drifting = {1, 2};
    fleet.seconds = 900;
    const auto requests = rules::tests::traffic_of(fleet);
    for (std::size_t i = 0; i < kShards; ++i) {
      const auto at = [&](std::size_t n) {
        return requests.begin() + static_cast<std::ptrdiff_t>(requests.size() * n / kShards);
      };
      logs_.push_back(fmt::format("s{:02}.log", i));
      directory_.file(logs_.back(), rules::tests::log_of({at(i), at(i + 1)}));
    }
    whole_ = in_directory({"check", "--format", "json"}, logs_);
  }

  Result in_directory(std::vector<std::string> arguments,
                      const std::vector<std::string>& more = {}) const {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return wiretag(arguments, {.directory = directory_.path()});
  }

  /// Writes a partial of some of the logs and gives its name.
  std::string partial(const std::string& name, const std::vector<std::string>& logs) const {
    const Result result = in_directory({"check", "--partial", name}, logs);
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(result.out, "");
    return name;
  }

  std::vector<std::string> partials() const {
    std::vector<std::string> names;
    for (const std::string& log : logs_) names.push_back(partial(log + ".wtp", {log}));
    return names;
  }

  TemporaryDirectory directory_;
  std::vector<std::string> logs_;
  Result whole_;
};

TEST_F(Merge, SixteenShardsInAnyOrderAreOneRun) {
  EXPECT_TRUE(holds(whole_.out, "log-per-upstream-etag")) << whole_.out;
  std::vector<std::string> names = partials();
  std::mt19937 random(1);
  for (int round = 0; round < 3; ++round) {
    const Result merged = in_directory({"merge", "--format", "json"}, names);
    EXPECT_EQ(merged.exit, whole_.exit) << merged.err;
    EXPECT_EQ(timeless(merged.out), timeless(whole_.out));
    std::shuffle(names.begin(), names.end(), random);
  }
}

TEST_F(Merge, ShardsOfSeveralLogsAreOneRun) {
  const std::vector<std::string> names = {partial("b.wtp", {logs_.begin() + 5, logs_.end()}),
                                          partial("a.wtp", {logs_.begin(), logs_.begin() + 5})};
  const Result merged = in_directory({"merge", "--format", "json"}, names);
  EXPECT_EQ(timeless(merged.out), timeless(whole_.out));
}

TEST_F(Merge, NeedsNoLogs) {
  const std::vector<std::string> names = partials();
  for (const std::string& log : logs_) directory_.file(log, "");
  EXPECT_EQ(timeless(in_directory({"merge", "--format", "json"}, names).out), timeless(whole_.out));
}

TEST_F(Merge, RunsUnderGnuParallel) {
  if (run("sh", {"-c", "parallel --version 2>&1 | grep -q 'GNU parallel'"}).exit != 0) {
    GTEST_SKIP() << "GNU parallel is not installed";
  }
  const std::string script =
      "ls s*.log | parallel -j2 " WIRETAG_BINARY " check --partial {.}.wtp {} && " WIRETAG_BINARY
      " merge --format json s*.wtp";
  const Result result =
      run("sh", {"-c", script}, {.environment = {"HOME=/tmp"}, .directory = directory_.path()});
  EXPECT_EQ(timeless(result.out), timeless(whole_.out)) << result.err;
}

TEST_F(Merge, PrintsStatisticsLikeOneRun) {
  const auto statistics = [&](std::vector<std::string> arguments,
                              const std::vector<std::string>& names) {
    arguments.insert(arguments.end(), {"--statistics", "--format", "concise"});
    return in_directory(std::move(arguments), names).err;
  };
  EXPECT_EQ(statistics({"merge"}, partials()), statistics({"check"}, logs_));
}

TEST_F(Merge, WhatIsNoPartialIsAFailure) {
  const std::string good = partial("good.wtp", {logs_[0]});
  const std::string bytes = directory_.read(good);
  const auto refused = [&](const std::vector<std::string>& names) {
    const Result result = in_directory({"merge"}, names);
    EXPECT_EQ(result.exit, 2) << result.out;
    return result.err;
  };
  directory_.file("text.wtp", "GET / HTTP/1.1\n");
  EXPECT_EQ(refused({"text.wtp"}), "wiretag: text.wtp: it is no partial of wiretag\n");
  directory_.file("cut.wtp", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(refused({"cut.wtp"}), "wiretag: cut.wtp: its body is cut or damaged\n");
  std::string flipped = bytes;
  flipped[bytes.size() / 2] = static_cast<char>(flipped[bytes.size() / 2] ^ 0x20);
  directory_.file("flipped.wtp", flipped);
  EXPECT_EQ(refused({"flipped.wtp"}), "wiretag: flipped.wtp: its body is cut or damaged\n");
  directory_.file("newer.wtp", replaced(bytes.substr(0, 20), " 1\n", " 9\n") + bytes.substr(20));
  EXPECT_EQ(refused({"newer.wtp"}),
            "wiretag: newer.wtp: it is a partial of version \"9\", and version 1 is read here\n");
  EXPECT_EQ(refused({"none.wtp"}), "wiretag: none.wtp: No such file or directory\n");
  EXPECT_EQ(refused({good, good}),
            "wiretag: good.wtp: it holds the lines of s00.log, which are in already\n");
}

TEST_F(Merge, WhatCannotBeWrittenIsAFailure) {
  const Result result = in_directory({"check", "--partial", "none/x.wtp", logs_[0]});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.err, "wiretag: none/x.wtp: No such file or directory\n");
}

}  // namespace
}  // namespace wiretag::test
