#include <algorithm>

#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

/// Folds the lines of `text` in random order into random shards and merges these in random order.
LogFold fold_shuffled(std::string_view text, const LogFormat& format, FoldLimits limits,
                      std::mt19937_64& random) {
  auto lines = lines_of(text);
  std::shuffle(lines.begin(), lines.end(), random);
  std::vector<LogFold> folds;
  const std::size_t count = 1 + random() % 6;
  for (std::size_t i = 0; i < count; ++i) folds.emplace_back(limits);
  LineReader reader(format);
  LogRecord record;
  for (const NumberedLine& line : lines) {
    LogFold& fold = folds[random() % count];
    const LineResult result = reader.read(line.text, record);
    if (result == LineResult::Request) {
      fold.observe(record, line.position);
    } else if (result != LineResult::Comment) {
      fold.observe_unreadable(fault_of(result), line.position);
    }
  }
  folds[random() % count].observe_format(0, format);
  while (folds.size() > 1) {
    const std::size_t from = random() % folds.size();
    LogFold taken = std::move(folds[from]);
    folds.erase(folds.begin() + static_cast<std::ptrdiff_t>(from));
    folds[random() % folds.size()].merge(std::move(taken));
  }
  return std::move(folds.front());
}

void expect_order_does_not_matter(FoldLimits limits, std::uint64_t seed, std::size_t lines) {
  const LogFormat& format = *builtin_format("cache");
  const std::string text = random_log(seed, lines);
  Origin origin(text, 0);
  const std::string expected =
      describe(*finish_text(fold_text(text, format, limits), text, format, origin));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 6; ++round) {
    const LogFold fold = fold_shuffled(text, format, limits, random);
    ASSERT_EQ(describe(*finish_text(fold, text, format, origin)), expected)
        << "seed " << seed << " round " << round;
  }
}

TEST(LogFoldProperties, OrderAndCutsDoNotMatter) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) expect_order_does_not_matter({}, seed, 400);
}

TEST(LogFoldProperties, OrderAndCutsDoNotMatterAtTheBounds) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    FoldLimits limits;
    limits.urls = 1 + seed % 5;
    limits.tags_of_url = 1 + seed % 4;
    limits.sizes_of_url = 1 + seed % 3;
    limits.minutes_of_url = 1 + seed % 3;
    limits.clients = 1 + seed % 4;
    limits.repeaters = 1 + seed % 5;
    limits.group = 2 + seed % 3;
    limits.shown_lines = seed % 20;
    expect_order_does_not_matter(limits, seed, 300);
  }
}

TEST(LogFoldProperties, FinishingChangesNothing) {
  const LogFormat& format = *builtin_format("cache");
  const std::string text = random_log(5, 200);
  Origin origin(text, 0);
  const LogFold fold = fold_text(text, format);
  const std::string once = describe(*finish_text(fold, text, format, origin));
  EXPECT_EQ(describe(*finish_text(fold, text, format, origin)), once);
  EXPECT_GT(once.size(), 1'000u);
}

}  // namespace
}  // namespace wiretag::logs
