#include <algorithm>

#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

FoldLimits tight(std::uint64_t seed) {
  FoldLimits limits;
  limits.urls = 1 + seed % 6;
  limits.tags_of_url = 1 + seed % 4;
  limits.sizes_of_url = 1 + seed % 3;
  limits.minutes_of_url = 1 + seed % 3;
  limits.clients = 1 + seed % 4;
  limits.repeaters = 1 + seed % 5;
  return limits;
}

ScanOptions with(FoldLimits limits) {
  ScanOptions options;
  options.limits = limits;
  return options;
}

std::string partial_of(const TempFolder& folder, const std::vector<std::string>& paths,
                       const std::string& name, FoldLimits limits = {}) {
  LogScan scan(with(limits));
  EXPECT_TRUE(scan.add_files(paths));
  EXPECT_TRUE(scan.write_partial(folder.path(name)));
  return folder.path(name);
}

std::string merged(const std::vector<std::string>& partials, FoldLimits limits = {}) {
  LogScan scan(with(limits));
  for (const std::string& partial : partials) {
    const auto added = scan.add_partial(partial);
    EXPECT_TRUE(added) << added.error().message;
  }
  return describe(*scan.finish());
}

void expect_merged_like_one_run(FoldLimits limits, std::uint64_t seed) {
  const TempFolder folder;
  std::vector<std::string> paths;
  std::vector<std::string> partials;
  for (int i = 0; i < 5; ++i) {
    const std::string name = "log" + std::to_string(i);
    paths.push_back(folder.file(name, random_log(seed * 100 + static_cast<std::uint64_t>(i), 120)));
    partials.push_back(partial_of(folder, {paths.back()}, name + ".wtp", limits));
  }
  LogScan one(with(limits));
  ASSERT_TRUE(one.add_files(paths));
  const std::string expected = describe(*one.finish());
  std::mt19937_64 random(seed);
  for (int round = 0; round < 3; ++round) {
    std::shuffle(partials.begin(), partials.end(), random);
    ASSERT_EQ(merged(partials, limits), expected) << "seed " << seed;
  }
  // Partials of partials, too.
  LogScan half(with(limits));
  ASSERT_TRUE(half.add_partial(partials[0]));
  ASSERT_TRUE(half.add_partial(partials[1]));
  ASSERT_TRUE(half.write_partial(folder.path("half.wtp")));
  partials.erase(partials.begin(), partials.begin() + 2);
  partials.push_back(folder.path("half.wtp"));
  ASSERT_EQ(merged(partials, limits), expected) << "seed " << seed;
}

TEST(LogPartials, MergeLikeOneRun) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) expect_merged_like_one_run({}, seed);
}

TEST(LogPartials, MergeLikeOneRunAtTheBounds) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) expect_merged_like_one_run(tight(seed), seed);
}

TEST(LogPartials, NeedNoLogs) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", random_log(1, 300));
  LogScan scan({});
  ASSERT_TRUE(scan.add_files({path}));
  const std::string expected = describe(*scan.finish());
  const std::string partial = partial_of(folder, {path}, "a.wtp");
  std::filesystem::remove(path);
  EXPECT_EQ(merged({partial}), expected);
}

TEST(LogPartials, AreTheSameBytesForAnyThreads) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", random_log(1, 20'000));
  std::vector<std::string> written;
  for (const unsigned threads : {1u, 4u}) {
    ScanOptions options;
    options.threads = threads;
    LogScan scan(options);
    ASSERT_TRUE(scan.add_files({path}));
    ASSERT_TRUE(scan.write_partial(folder.path("a.wtp")));
    written.push_back(read_file(folder.path("a.wtp")));
  }
  EXPECT_EQ(written[0], written[1]);
}

std::string error_of(const std::string& path, FoldLimits limits = {}) {
  LogScan scan(with(limits));
  const auto added = scan.add_partial(path);
  EXPECT_FALSE(added);
  return added ? "" : added.error().message;
}

TEST(LogPartials, SayWhatIsWrong) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", random_log(1, 300));
  const std::string data = read_file(partial_of(folder, {path}, "a.wtp"));
  EXPECT_EQ(error_of(folder.path("none.wtp")), "No such file or directory");
  EXPECT_EQ(error_of(folder.file("x.wtp", "hello")), "it is no partial of wiretag");
  EXPECT_EQ(error_of(folder.file("x.wtp", "")), "it is no partial of wiretag");
  EXPECT_EQ(error_of(folder.file("x.wtp", "wiretag-partial 7\n")),
            "it is a partial of version \"7\", and version 1 is read here");
  EXPECT_EQ(error_of(folder.file("x.wtp", "wiretag-partial 1\n123")), "it is cut off");
  EXPECT_EQ(error_of(folder.path("a.wtp"), tight(3)), "it was written with other limits");
  LogScan twice({});
  ASSERT_TRUE(twice.add_partial(folder.path("a.wtp")));
  EXPECT_NE(twice.add_partial(folder.path("a.wtp")).error().message.find("are in already"),
            std::string::npos);
}

TEST(LogPartials, CutOrDamagedOnesAreRefused) {
  const TempFolder folder;
  const std::string path = folder.file("a.log", random_log(1, 60));
  const std::string data = read_file(partial_of(folder, {path}, "a.wtp"));
  for (std::size_t size = 0; size < data.size(); size += 7)
    EXPECT_NE(error_of(folder.file("x.wtp", data.substr(0, size))), "") << size;
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    std::string damaged = data;
    damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
    EXPECT_NE(error_of(folder.file("x.wtp", damaged)), "");
  }
}

TEST(LogPartials, OfFilesWithOneNameStayApart) {
  const TempFolder folder;
  std::vector<std::string> partials;
  for (int host = 0; host < 2; ++host) {
    const std::string path =
        folder.file("access.log", random_log(static_cast<std::uint64_t>(host), 50));
    partials.push_back(partial_of(folder, {path}, "h" + std::to_string(host) + ".wtp"));
  }
  const std::string forth = merged(partials);
  std::reverse(partials.begin(), partials.end());
  EXPECT_EQ(merged(partials), forth);
}

}  // namespace
}  // namespace wiretag::logs
