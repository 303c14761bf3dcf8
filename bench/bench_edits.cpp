#include <array>
#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lsp/server.h"

namespace wiretag {
namespace {

using nlohmann::json;

constexpr int kExchanges = 1100;

/// About ten lines an exchange. `urls` of them are different; every `faulty`-th exchange has a
/// weak tag in If-Range.
std::string traffic(int urls, int faulty) {
  std::string text;
  for (int i = 0; i < kExchanges; ++i) {
    const int url = i % urls;
    text +=
        fmt::format("### step {}\nGET /item/{}?page=1 HTTP/1.1\nHost: api.example.com\n", i, url);
    text += "Accept: application/json\nUser-Agent: poller/1.4\n";
    if (i % faulty == 0) text += "Range: bytes=1000-\nIf-Range: W/\"clip\"\n";
    text += fmt::format("If-None-Match: \"{}\"\n\nHTTP/1.1 304 Not Modified\n", url);
    text += fmt::format("Date: Sun, 06 Nov 2022 08:49:37 GMT\nETag: \"{}\"\n\n", url);
  }
  return text;
}

std::string framed(const json& message) {
  const std::string text = message.dump();
  return fmt::format("Content-Length: {}\r\n\r\n{}", text.size(), text);
}

std::string notification(const char* method, const json& params) {
  return framed({{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

json position(int line, int column) { return {{"line", line}, {"character", column}}; }

std::string change(const json& from, const json& to, const char* text) {
  const json edit{{"range", {{"start", from}, {"end", to}}}, {"text", text}};
  return notification(
      "textDocument/didChange",
      {{"textDocument", {{"uri", "file:///x.http"}, {"version", 2}}}, {"contentChanges", {edit}}});
}

/// A letter typed into a field value in the middle and taken out again, up to the diagnostics.
void keystroke(benchmark::State& state) {
  const auto urls = static_cast<int>(state.range(0));
  const auto faulty = static_cast<int>(state.range(1));
  const std::string text = traffic(urls, faulty);
  std::size_t sent = 0;
  lsp::Server server([&](std::string_view bytes) { sent += bytes.size(); });
  server.receive(framed({{"jsonrpc", "2.0"},
                         {"id", 1},
                         {"method", "initialize"},
                         {"params", {{"capabilities", json::object()}}}}));
  server.receive(notification(
      "textDocument/didOpen",
      {{"textDocument",
        {{"uri", "file:///x.http"}, {"languageId", "http"}, {"version", 1}, {"text", text}}}}));
  int line = 0;
  for (std::size_t at = 0; at < text.size() / 2 || !text.substr(at).starts_with("User-Agent");
       ++at) {
    if (text[at] == '\n') ++line;
  }
  const std::array edits = {change(position(line, 14), position(line, 14), "x"),
                            change(position(line, 14), position(line, 15), "")};
  std::size_t i = 0;
  sent = 0;
  for (auto _ : state) server.receive(edits.at(i++ % 2));
  state.counters["bytes_sent"] =
      static_cast<double>(sent) / static_cast<double>(state.iterations());
}
BENCHMARK(keystroke)
    ->ArgNames({"urls", "faulty"})
    ->Args({kExchanges, kExchanges})
    ->Args({50, kExchanges})
    ->Args({kExchanges, 1})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace wiretag
