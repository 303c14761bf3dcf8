#include <random>

#include <gtest/gtest.h>

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
            {"previousResultId", "1"}};
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
                                                          "initialized"};
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
                                                     "workspace/symbol"};
    json out{{"jsonrpc", "2.0"}, {"params", params()}};
    if (below(2) == 0) {
      out["method"] = any_of(kNotifications);
    } else {
      out["method"] = any_of(kRequests);
      out["id"] = id;
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

TEST_F(Torture, EveryRequestIsAnsweredExactlyOnceAmongBrokenMessages) {
  Client client;
  client.initialize();
  for (int i = 0; i < 10000; ++i) {
    client.take();
    const json sent = message(i);
    const bool broken = below(3) == 0;
    client.send(broken ? damaged(sent.dump()) : sent.dump());
    int answers = 0;
    for (const json& received : client.take()) answers += received.contains("id") ? 1 : 0;
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

TEST_F(Torture, ADamagedStreamNeverEndsTheServer) {
  Client client;
  client.initialize();
  for (int i = 0; i < 10000; ++i) {
    std::string bytes = framed(message(i).dump());
    if (below(4) == 0) bytes = damaged(std::move(bytes));
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

}  // namespace
}  // namespace wiretag::lsp
