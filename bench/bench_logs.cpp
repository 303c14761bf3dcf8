#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "documents/logs/line_reader.h"
#include "documents/logs/log_fold.h"

namespace wiretag::logs {
namespace {

constexpr int kLines = 20'000;
constexpr int kUrls = 5'000;

std::uint64_t random_number(std::uint64_t& seed) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return seed >> 33;
}

std::string line_of(std::string_view format, std::uint64_t& seed) {
  const std::uint64_t url = random_number(seed) % kUrls;
  const std::uint64_t second = random_number(seed) % 60;
  if (format == "caddy") {
    return fmt::format(
        R"({{"level":"info","ts":1718000{:03}.5,"logger":"http.log.access","msg":"handled request",)"
        R"("request":{{"remote_ip":"192.0.2.{}","proto":"HTTP/2.0","method":"GET",)"
        R"("host":"shop.example","uri":"/assets/item-{}.js","headers":{{"User-Agent":)"
        R"(["Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0"]}}}},)"
        R"("duration":0.0003,"size":{},"status":200,"resp_headers":{{"Etag":["\"v{}\""]}}}})",
        second, url % 200, url, 200 + url, url);
  }
  return fmt::format(
      R"(192.0.2.{} - - [10/Jun/2024:06:13:{:02} +0000] "GET /assets/item-{}.js?w=500 HTTP/1.1" 200 {} )"
      R"("https://www.example.com/" "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 )"
      R"(Firefox/127.0" "-" "\x22v{}-7e41\x22" 10.0.2.{}:8080 MISS)",
      url % 200, second, url, 200 + url, url, url % 7);
}

std::vector<std::string> lines_of(std::string_view format) {
  std::vector<std::string> lines;
  std::uint64_t seed = 1;
  for (int i = 0; i < kLines; ++i) lines.push_back(line_of(format, seed));
  return lines;
}

std::int64_t bytes_of(const std::vector<std::string>& lines) {
  std::size_t bytes = 0;
  for (const std::string& line : lines) bytes += line.size() + 1;
  return static_cast<std::int64_t>(bytes);
}

void read_lines(benchmark::State& state, const char* format) {
  const std::vector<std::string> lines = lines_of(format);
  LineReader reader(*builtin_format(format));
  LogRecord record;
  for (auto _ : state) {
    for (const std::string& line : lines) {
      if (reader.read(line, record) != LineResult::Request) state.SkipWithError("not a request");
      benchmark::DoNotOptimize(record);
    }
  }
  state.SetBytesProcessed(state.iterations() * bytes_of(lines));
}
BENCHMARK_CAPTURE(read_lines, cache, "cache");
BENCHMARK_CAPTURE(read_lines, json, "caddy");

void fold_lines(benchmark::State& state, const char* format) {
  const std::vector<std::string> lines = lines_of(format);
  LineReader reader(*builtin_format(format));
  std::array<LogRecord, LogFold::kMostAtOnce> records;
  std::array<Position, LogFold::kMostAtOnce> positions;
  std::array<bool, LogFold::kMostAtOnce> kept{};
  LogFold fold;
  std::uint64_t offset = 0;
  for (auto _ : state) {
    std::size_t waiting = 0;
    for (const std::string& line : lines) {
      reader.read(line, records[waiting]);
      positions[waiting] = {0, 0, offset++};
      // A tag with escapes lives in the reader until its next line.
      if (++waiting < records.size() && format == std::string_view("cache")) continue;
      fold.observe(std::span(records).first(waiting), std::span(positions).first(waiting), kept);
      waiting = 0;
    }
  }
  state.SetBytesProcessed(state.iterations() * bytes_of(lines));
}
BENCHMARK_CAPTURE(fold_lines, cache, "cache");
BENCHMARK_CAPTURE(fold_lines, json, "caddy");

void merge_folds(benchmark::State& state) {
  const std::vector<std::string> lines = lines_of("cache");
  LineReader reader(*builtin_format("cache"));
  LogRecord record;
  for (auto _ : state) {
    state.PauseTiming();
    std::array<LogFold, 2> folds;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      reader.read(lines[i], record);
      folds[i % 2].observe(record, {0, 0, i});
    }
    state.ResumeTiming();
    folds[0].merge(std::move(folds[1]));
  }
}
BENCHMARK(merge_folds)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wiretag::logs
