#include "server/cli/progress.h"

#include <gtest/gtest.h>

#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

using cli::progress_text;
using cli::size_text;

TEST(Progress, SizesHaveTwoDigitsOrMore) {
  EXPECT_EQ(size_text(0), "0 bytes");
  EXPECT_EQ(size_text(1), "1 byte");
  EXPECT_EQ(size_text(999), "999 bytes");
  EXPECT_EQ(size_text(1000), "1.0 kB");
  EXPECT_EQ(size_text(9949), "9.9 kB");
  EXPECT_EQ(size_text(9960), "10 kB");
  EXPECT_EQ(size_text(999'499), "999 kB");
  EXPECT_EQ(size_text(999'500), "1.0 MB");
  EXPECT_EQ(size_text(2'300'000'000), "2.3 GB");
  EXPECT_EQ(size_text(~0ull), "18447 PB");
}

TEST(Progress, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_text(0, 1000, 0),
            "[>                       ] 0 %  0 bytes of 1.0 kB, 0 "
            "bytes/s, 0 s left");
  EXPECT_EQ(progress_text(500'000'000, 1'000'000'000, 1),
            "[============>           ] 50 %  500 MB of 1.0 GB, 500 MB/s, 1 s left");
  EXPECT_EQ(progress_text(1'000'000, 1'000'000'000, 1),
            "[>                       ] 0 %  1.0 MB of 1.0 GB, 1.0 MB/s, 16 min 39 s left");
  EXPECT_EQ(progress_text(1000, 1000, 2),
            "[========================] 100 %  1.0 kB of 1.0 kB, 500 "
            "bytes/s, 0 s left");
  // A file that has grown meanwhile.
  EXPECT_EQ(progress_text(2000, 1000, 2),
            "[========================] 100 %  2.0 kB of 1.0 kB, 1.0 "
            "kB/s, 0 s left");
}

TEST(Progress, OfAPipeTellsNoShare) {
  EXPECT_EQ(progress_text(3'000'000, 0, 2), "3.0 MB, 1.5 MB/s");
}

TEST(Progress, IsNotForFiles) {
  const TemporaryDirectory directory;
  EXPECT_EQ(wiretag({"check", directory.file("access.log", drifting_log())}).err, "");
}

}  // namespace
}  // namespace wiretag::test
