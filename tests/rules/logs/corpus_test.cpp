#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/rules/cases.h"
#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {
namespace {

namespace fs = std::filesystem;

/// Plain text that a person reads: a name in front, no end of line, no control bytes.
void expect_readable(const LogFinding& found, const fs::path& path) {
  EXPECT_FALSE(found.message.empty()) << path;
  EXPECT_TRUE(std::ranges::none_of(found.message,
                                   [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
      << path << "\n"
      << found.message;
  EXPECT_LT(found.begin, found.end) << path << "\n" << found.message;
}

TEST(LogCorpus, EveryFindingOnRealLogsIsReadableAndPlaced) {
  const fs::path corpus = fs::path(WIRETAG_CORPORA) / "accesslog";
  if (!fs::exists(corpus)) GTEST_SKIP() << "no corpus at " << corpus;
  for (const auto& entry : fs::directory_iterator(corpus)) {
    for (const LogFinding& found : lint_log(read_file(entry.path()))) {
      expect_readable(found, entry.path());
    }
  }
}

}  // namespace
}  // namespace wiretag::rules::tests
