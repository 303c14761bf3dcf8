#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

class Torture : public testing::Test {
 protected:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  template <typename List>
  auto any_of(const List& list) {
    return list[below(std::size(list))];
  }

  json number() {
    switch (below(8)) {
      case 0: return -1;
      case 1: return 4294967295U;
      case 2: return 1e300;
      case 3: return nullptr;
      default: return below(14);
    }
  }

  json place() { return {{"line", number()}, {"character", number()}}; }
  json stretch() { return {{"start", place()}, {"end", place()}}; }

  json change() {
    static constexpr std::string_view kTexts[] = {"",
                                                  "x",
                                                  "\n",
                                                  "\r\n",
                                                  "###\n",
                                                  "\U0001D11E",
                                                  "W/",
                                                  kResume,
                                                  kPerNode,
                                                  "HTTP/1.1 206 Partial Content\n",
                                                  "# @origin ETag:\n",
                                                  "\"",
                                                  "{{",
                                                  kWeakCompare,
                                                  "If-Range: ",
                                                  "Range: bytes=0-\n"};
    json one{{"text", any_of(kTexts)}};
    if (below(10) != 0) one["range"] = stretch();
    if (one["text"].get_ref<const std::string&>().size() > 100 && below(2) == 0) one.erase("range");
    return one;
  }

  json params() {
    static constexpr std::string_view kUris[] = {kUri, kUri, kUri, "file:///b.http", ""};
    static constexpr std::string_view kNames[] = {"v2", "\"v2\"", "", "a b", "\u00e9"};
    const json document{{"uri", any_of(kUris)}, {"version", number()}, {"text", kPerNode}};
    return {{"textDocument", document},
            {"position", place()},
            {"range", stretch()},
            {"context", {{"only", json::array({"quickfix", "source"})}, {"diagnostics", nullptr}}},
            {"contentChanges", json::array({change(), change()})},
            {"positions", json::array({place(), place()})},
            {"newName", any_of(kNames)},
            {"previousResultId", "1"},
            {"previousResultIds", json::array({{{"uri", any_of(kUris)}, {"value", "1"}}, 3})},
            {"query", any_of(kNames)},
            {"token", number()},
            {"workDoneToken", number()},
            {"partialResultToken", number()},
            {"command", "wiretag.explainRule"},
            {"arguments", json::array({"per-node-etag"})},
            {"data", {{"list", number()}, {"index", number()}}},
            {"id", number()},
            {"changes", json::array({document})},
            {"settings", {{"wiretag", settings()}}},
            {"event", {{"added", json::array({document})}, {"removed", json::array()}}}};
  }

  json settings() {
    static constexpr std::string_view kWords[] = {"D", "ALL", "error", "nginx", "no-such", ""};
    return {{"select", json::array({any_of(kWords), any_of(kWords)})},
            {"ignore", any_of(kWords)},
            {"severity", any_of(kWords)},
            {"server", number()}};
  }

  /// Somewhere in the value another type than the one that belongs there.
  void distort(json& value) {
    static const json kOthers[] = {nullptr,
                                   true,
                                   -1,
                                   1e300,
                                   18446744073709551615U,
                                   "",
                                   "x\n",
                                   json::array(),
                                   json::object(),
                                   json::array({{}})};
    json* at = &value;
    while (at->is_structured() && !at->empty() && below(4) != 0) {
      auto child = at->begin();
      std::advance(child, static_cast<std::ptrdiff_t>(below(at->size())));
      at = &*child;
    }
    *at = any_of(kOthers);
  }

  json message(int id) {
    static constexpr std::string_view kNotifications[] = {"textDocument/didOpen",
                                                          "textDocument/didChange",
                                                          "textDocument/didChange",
                                                          "textDocument/didChange",
                                                          "textDocument/didClose",
                                                          "textDocument/didSave",
                                                          "$/cancelRequest",
                                                          "$/setTrace",
                                                          "initialized",
                                                          "window/workDoneProgress/cancel",
                                                          "workspace/didChangeConfiguration",
                                                          "workspace/didChangeWatchedFiles",
                                                          "workspace/didChangeWorkspaceFolders"};
    static constexpr std::string_view kRequests[] = {"textDocument/hover",
                                                     "textDocument/codeAction",
                                                     "textDocument/inlayHint",
                                                     "textDocument/diagnostic",
                                                     "initialize",
                                                     "textDocument/codeLens",
                                                     "textDocument/completion",
                                                     "textDocument/definition",
                                                     "textDocument/documentHighlight",
                                                     "textDocument/documentLink",
                                                     "textDocument/documentSymbol",
                                                     "textDocument/foldingRange",
                                                     "textDocument/prepareRename",
                                                     "textDocument/references",
                                                     "textDocument/rename",
                                                     "textDocument/selectionRange",
                                                     "textDocument/semanticTokens/full",
                                                     "textDocument/semanticTokens/range",
                                                     "codeAction/resolve",
                                                     "codeLens/resolve",
                                                     "completionItem/resolve",
                                                     "inlayHint/resolve",
                                                     "workspace/diagnostic",
                                                     "workspace/executeCommand",
                                                     "workspace/symbol"};
    json out{{"jsonrpc", "2.0"}, {"params", params()}};
    if (below(3) == 0) distort(out["params"]);
    if (below(20) == 0) out.erase("params");
    if (below(2) == 0) {
      out["method"] = any_of(kNotifications);
    } else {
      out["method"] = any_of(kRequests);
      out["id"] = below(2) == 0 ? json(id) : json(std::to_string(id) + "\u00e9\"");
    }
    return out;
  }

  std::string damaged(std::string bytes) {
    for (std::size_t count = 1 + below(4); count > 0 && !bytes.empty(); --count) {
      const std::size_t at = below(bytes.size());
      switch (below(4)) {
        case 0: bytes[at] = static_cast<char>(below(256)); break;
        case 1: bytes.erase(at, 1 + below(20)); break;
        case 2: bytes.insert(at, 1, static_cast<char>(below(256))); break;
        default: bytes.insert(at, bytes.substr(below(bytes.size()), below(30))); break;
      }
    }
    return bytes;
  }

  std::mt19937 random_{9110};
};

/// How many messages each test sends.
int rounds() {
  const char* stated = std::getenv("WIRETAG_TORTURE_ROUNDS");
  return stated ? std::atoi(stated) : 4000;
}

bool is_answer(const json& message) {
  return message.contains("id") && !message.contains("method");
}

const json kAbleClient = {
    {"workspace",
     {{"configuration", true},
      {"diagnostics", {{"refreshSupport", true}}},
      {"didChangeWatchedFiles",
       {{"dynamicRegistration", true}, {"relativePatternSupport", true}}}}},
    {"window", {{"workDoneProgress", true}}},
    {"textDocument",
     {{"codeAction", {{"dataSupport", true}, {"resolveSupport", {{"properties", {"edit"}}}}}},
      {"inlayHint", {{"resolveSupport", {{"properties", {"tooltip"}}}}}},
      {"completion",
       {{"completionItem", {{"resolveSupport", {{"properties", {"documentation"}}}}}}}}}}};

TEST_F(Torture, EveryRequestIsAnsweredExactlyOnceAmongBrokenMessages) {
  for (const json& capabilities : {json::object(), kAbleClient}) {
    Client client;
    client.initialize(capabilities);
    for (int i = 0; i < rounds() / 2; ++i) {
      client.take();
      const json sent = message(i);
      const bool broken = below(3) == 0;
      client.send(broken ? damaged(sent.dump()) : sent.dump());
      const auto received = client.take();
      const auto answers = std::count_if(received.begin(), received.end(), is_answer);
      if (broken) {
        ASSERT_LE(answers, 1) << sent;
        client.send_bytes("\r\n");
      } else {
        ASSERT_EQ(answers, sent.contains("id") ? 1 : 0) << sent;
      }
      ASSERT_FALSE(client.server().exited());
    }
    EXPECT_TRUE(client.ask("shutdown", nullptr).contains("result"));
  }
}

TEST_F(Torture, EveryRequestOfABatchOfReadsIsAnsweredOnceWhateverIsCancelled) {
  Client client;
  client.initialize(kAbleClient);
  int id = 0;
  for (int i = 0; i < rounds() / 20; ++i) {
    client.take();
    std::string bytes;
    std::multiset<json> expected;
    for (std::size_t count = 1 + below(30); count > 0; --count) {
      const json sent = message(++id);
      if (sent.contains("id")) expected.insert(sent["id"]);
      bytes += framed(sent.dump());
      if (below(3) != 0) continue;
      const json cancelled = below(2) == 0 && sent.contains("id") ? sent["id"] : json(id - 3);
      bytes += framed(
          json{{"jsonrpc", "2.0"}, {"method", "$/cancelRequest"}, {"params", {{"id", cancelled}}}}
              .dump());
    }
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t piece = 1 + below(bytes.size());
      client.feed(std::string_view(bytes).substr(at, piece));
      for (std::size_t steps = below(5); steps > 0; --steps) client.step();
      at += piece;
    }
    client.send_bytes("");
    std::multiset<json> answered;
    for (const json& received : client.take()) {
      if (is_answer(received)) answered.insert(received["id"]);
    }
    ASSERT_EQ(answered, expected);
  }
}

TEST_F(Torture, ADamagedStreamNeverEndsTheServer) {
  Client client;
  client.initialize(kAbleClient);
  for (int i = 0; i < rounds(); ++i) {
    std::string bytes = framed(message(i).dump());
    switch (below(24)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4: bytes = damaged(std::move(bytes)); break;
      case 5: bytes = "Content-Length: 18446744073709551616\r\n\r\n" + bytes; break;
      case 6: bytes = "Content-Length: 300000000000\r\n\r\n" + bytes; break;
      case 7: bytes = framed("[" + message(i).dump() + "," + message(i).dump() + "]"); break;
      case 8: bytes = framed(std::string(5000, '[')) + bytes; break;
      case 9: bytes = framed(R"({"jsonrpc":"2.0","id":1,"result":[[3]]})") + bytes; break;
      case 10: bytes = framed(R"({"jsonrpc":"2.0","id":[1],"method":"shutdown"})") + bytes; break;
      default: break;
    }
    const std::size_t cut = below(bytes.size() + 1);
    client.send_bytes(std::string_view(bytes).substr(0, cut));
    client.send_bytes(std::string_view(bytes).substr(cut));
    if (i % 64 == 0) client.take();
    ASSERT_FALSE(client.server().exited());
  }
  // A length made larger than it was may still be waiting for its end.
  client.send_bytes(std::string(1U << 20U, '\n'));
  client.take();
  EXPECT_TRUE(client.ask("shutdown", nullptr).contains("result"));
}

// Sanitizers keep what is freed for a while.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WIRETAG_SANITIZED
#endif
#endif
#if defined(WIRETAG_SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

/// Kilobytes that the process holds; 0 where the system does not tell.
long resident() {
  std::ifstream status("/proc/self/statm");
  long total = 0;
  long held = 0;
  status >> total >> held;
  return held * (::sysconf(_SC_PAGESIZE) / 1024);
}

TEST_F(Torture, MemoryIsFlatOverManyEdits) {
  Client client;
  client.initialize(kAbleClient);
  client.open(kPerNode);
  const auto edit = [&](int version) {
    client.change({{{"range", range(1, 4, 4)}, {"text", "/a"}}}, version);
    client.change({{{"range", range(1, 4, 6)}, {"text", ""}}}, version);
    client.ask_document("textDocument/codeAction", {{"range", everything()}});
    client.ask_document("textDocument/inlayHint", {{"range", everything()}});
    client.ask_document("textDocument/hover", {{"position", position(1, 3)}});
    client.take();
  };
  for (int i = 0; i < 300; ++i) edit(i);
  const long before = resident();
  for (int i = 0; i < rounds() / 4; ++i) edit(i);
  const long grown = resident() - before;
  RecordProperty("grown_kb", static_cast<int>(grown));
  if (!kSanitized) {
    EXPECT_LT(grown, 8192);
  }
}

}  // namespace
}  // namespace wiretag::lsp
