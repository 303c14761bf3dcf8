#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"
#include "http/predict.h"
#include "server/lint/analysis.h"

namespace wiretag {
namespace {

/// `count` exchanges of a polling client: a first fetch, checks that match, a new version now and
/// then, a resumed download.
std::string polling_traffic(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    const int url = i % 50;
    const int version = i / 500;
    text +=
        fmt::format("### poll {}\nGET /item/{}?page=1 HTTP/1.1\nHost: api.example.com\n", i, url);
    text += "Accept: application/json\nAccept-Encoding: gzip\nUser-Agent: poller/1.4\n";
    if (i % 7 == 3) text += "Range: bytes=1000-\nIf-Range: \"abc\"\n";
    if (i >= 50) text += fmt::format("If-None-Match: \"{}-{}\"\n", url, (i - 50) / 500);
    const bool same = i >= 50 && (i - 50) / 500 == version;
    text += same ? "\nHTTP/1.1 304 Not Modified\n" : "\nHTTP/1.1 200 OK\n";
    text += "Date: Sun, 06 Nov 2022 08:49:37 GMT\nCache-Control: max-age=60\n";
    text += fmt::format("ETag: \"{}-{}\"\n", url, version);
    if (!same) text += "Content-Type: application/json\nContent-Length: 5120\n";
    text += "\n";
  }
  return text;
}

void read_document(benchmark::State& state) {
  const std::string text = polling_traffic(2000);
  for (auto _ : state) {
    readers::Document document("x.http", text);
    benchmark::DoNotOptimize(document.exchanges());
  }
  state.SetItemsProcessed(state.iterations() * 2000);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_document)->Unit(benchmark::kMillisecond);

void judge(benchmark::State& state) {
  const readers::Document document("x.http", polling_traffic(2000));
  const auto exchanges = document.exchanges();
  for (auto _ : state) {
    Traffic traffic(exchanges);
    benchmark::DoNotOptimize(traffic.judged());
  }
  state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(judge)->Unit(benchmark::kMillisecond);

void predict_only(benchmark::State& state) {
  const readers::Document document("x.http", polling_traffic(2000));
  const Traffic traffic(document.exchanges());
  for (auto _ : state) {
    for (const Judged* judged : traffic.judged()) {
      benchmark::DoNotOptimize(http::predict(judged->conditions, judged->state()));
    }
  }
  state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(predict_only)->Unit(benchmark::kMicrosecond);

void lint_all(benchmark::State& state) {
  const readers::Document document("x.http", polling_traffic(2000));
  for (auto _ : state) {
    const lint::Analysis analysis(document, {});
    benchmark::DoNotOptimize(analysis.findings());
  }
  state.SetItemsProcessed(state.iterations() * 2000);
}
BENCHMARK(lint_all)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wiretag
