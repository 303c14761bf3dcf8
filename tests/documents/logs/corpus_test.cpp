#include <array>

#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

/// Logs of no known format, by a part of their name.
constexpr std::array<std::string_view, 4> kRefused{
    "nginx-mail-logs",         // mail proxy errors
    "nginx_http-catch-npm",    // a log_format of its own
    "amazon_cloudfront_rtmp",  // no status
    "custom_regex_custom_date",
};

TEST(LogCorpus, IsRecognisedOrRefusedWithAReason) {
  const std::filesystem::path folder = std::filesystem::path(WIRETAG_CORPORA) / "accesslog";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no corpus at " << folder;
  std::size_t recognised = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::string text = read_file(entry.path());
    const Detection found = detect(std::string_view(text).substr(0, 65'536));
    const bool refused = std::any_of(kRefused.begin(), kRefused.end(), [&](auto part) {
      return name.find(part) != std::string::npos;
    });
    EXPECT_EQ(!found.format, refused) << name << ": " << found.tried;
    if (!found.format) {
      EXPECT_FALSE(found.tried.empty()) << name;
      continue;
    }
    ++recognised;
    LineReader reader(*found.format);
    LogRecord record;
    std::size_t read = 0;
    for (const NumberedLine& line : lines_of(text))
      read += reader.read(line.text, record) == LineResult::Request;
    EXPECT_GT(read, 0u) << name;
  }
  EXPECT_GE(recognised, 55u);
}

}  // namespace
}  // namespace wiretag::logs
