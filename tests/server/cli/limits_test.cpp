#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasured = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kMeasured = false;
#else
constexpr bool kMeasured = true;
#endif
#else
constexpr bool kMeasured = true;
#endif

/// Lints and predicts a file; memory stays within 12 times the input and 16 MiB.
void expect_bounded(const std::string& name, const std::string& file) {
  const auto size = static_cast<double>(std::filesystem::file_size(file));
  for (const char* command : {"check", "predict"}) {
    const auto start = std::chrono::steady_clock::now();
    const Result result =
        wiretag({command, "--format", "json", file}, {.output_file = "/dev/null"});
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const double peak = static_cast<double>(result.peak_kilobytes) * 1024;
    std::cout << name << ", " << command << ": " << size / 1e6 << " MB, peak " << peak / 1e6
              << " MB (" << peak / size << " x), " << elapsed.count() << " s, exit " << result.exit
              << "\n";
    EXPECT_LT(result.exit, 3) << result.err;
    if (kMeasured) {
      EXPECT_LE(peak, 12 * size + 16 * 1024 * 1024);
    }
  }
}

TEST(Limits, AMillionSeparators) {
  const TemporaryDirectory directory;
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) text += "###\n";
  expect_bounded("1,000,000 separators", directory.file("a.http", text));
}

TEST(Limits, ALineOfAHundredMegabytes) {
  const TemporaryDirectory directory;
  constexpr std::size_t kBytes = 100'000'000;
  const std::string head = "GET /a HTTP/1.1\nHost: a\nX-Long: ";
  expect_bounded("a field of 100 MB", directory.file("a.http", head + std::string(kBytes, 'a')));
  expect_bounded("a body of 100 MB", directory.file("a.http", "POST /a HTTP/1.1\nHost: a\n\n" +
                                                                  std::string(kBytes, 'b')));
}

TEST(Limits, ManyFindings) {
  const TemporaryDirectory directory;
  std::string text;
  for (int i = 0; i < 5000; ++i) text += std::string(kWeakResume) + "\n###\n";
  const std::string file = directory.file("a.http", text);
  expect_bounded("5,000 findings", file);
  const Result result = wiretag({"check", "--format", "json", file});
  EXPECT_EQ(nlohmann::json::parse(result.out).at("findings").size(), 5000u);
}

TEST(Limits, PredictIsQuick) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  double best = 1e9;
  for (int i = 0; i < 20; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const Result result = wiretag({"predict", file});
    const std::chrono::duration<double, std::milli> elapsed =
        std::chrono::steady_clock::now() - start;
    ASSERT_EQ(result.exit, 0);
    best = std::min(best, elapsed.count());
  }
  std::cout << "predict as a process: " << best << " ms\n";
  if (kMeasured) {
    EXPECT_LT(best, 20);
  }
}

}  // namespace
}  // namespace wiretag::test
