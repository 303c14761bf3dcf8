#include "server/lsp/sync.h"

#include <random>

#include <gtest/gtest.h>

#include "documents/text/utf8.h"
#include "server/lsp/diagnostics.h"
#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

const std::string kName(kUri);

std::string utf8(const std::u32string& text) {
  std::string out;
  for (const char32_t c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return out;
}

std::uint32_t width(char32_t c, text::Units units) {
  switch (units) {
    case text::Units::Utf8: return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    case text::Units::Utf16: return c < 0x10000 ? 1 : 2;
    case text::Units::CodePoints: return 1;
  }
  return 1;
}

/// The position of the character at `index`, as an editor counts it.
text::Position editor_position(const std::u32string& text, std::size_t index, text::Units units) {
  text::Position at;
  for (std::size_t i = 0; i < index; ++i) {
    const bool line_end =
        text[i] == U'\n' || (text[i] == U'\r' && (i + 1 >= text.size() || text[i + 1] != U'\n'));
    if (line_end) {
      at = {at.line + 1, 0};
    } else {
      at.column += width(text[i], units);
    }
  }
  return at;
}

class Typing : public testing::TestWithParam<text::Units> {
 protected:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  /// Not between CR and LF, where no editor puts a position.
  std::size_t place(const std::u32string& text) {
    const std::size_t at = below(text.size() + 1);
    return at > 0 && at < text.size() && text[at - 1] == U'\r' && text[at] == U'\n' ? at - 1 : at;
  }

  std::u32string piece() {
    static const std::vector<std::u32string> kPieces{
        U"a",
        U"\n",
        U"\r\n",
        U"\r",
        U"é",
        U"\U0001D11E",
        U"€",
        U"\"",
        U"W/",
        U"###\n",
        U"GET /a HTTP/1.1\n",
        U"Range: bytes=0-\nIf-Range: W/\"\U0001D11E\"\n",
        U"# ETag: W/\"é\"\n",
        U"HTTP/1.1 206 Partial Content\r\n",
        U""};
    return kPieces[below(kPieces.size())];
  }

  std::mt19937 random_{20240607};
  Outbox nowhere_{[](std::string_view) {}};
};

TEST_P(Typing, IncrementalEditsEndInTheTextAndFindingsOfTheWhole) {
  Session session(nowhere_);
  session.capabilities.units = GetParam();
  std::u32string text;
  DidOpenParams opened{kName, 0, ""};
  did_open(session, opened);
  for (int version = 1; version <= 1500; ++version) {
    DidChangeParams params{kName, version, {}};
    for (std::size_t count = 1 + below(2); count > 0; --count) {
      std::size_t begin = place(text);
      std::size_t end = below(3) == 0 ? place(text) : begin;
      if (end < begin) std::swap(begin, end);
      const std::u32string inserted = piece();
      params.changes.push_back(
          {Range{editor_position(text, begin, GetParam()), editor_position(text, end, GetParam())},
           utf8(inserted)});
      text.replace(begin, end - begin, inserted);
    }
    did_change(session, params);
    OpenDocument& document = *session.documents.find(kName);
    ASSERT_EQ(document.read().text(), utf8(text)) << version;
    if (version % 50 != 0) continue;
    const json incremental = diagnostic_report(session, {kName, ""})["items"];
    Session other(nowhere_);
    other.capabilities = session.capabilities;
    DidOpenParams whole{kName, 0, utf8(text)};
    did_open(other, whole);
    ASSERT_EQ(incremental, diagnostic_report(other, {kName, ""})["items"]) << version;
  }
}

INSTANTIATE_TEST_SUITE_P(Sync, Typing,
                         testing::Values(text::Units::Utf8, text::Units::Utf16,
                                         text::Units::CodePoints));

class Sync : public testing::Test {
 protected:
  Sync() { client_.initialize(); }

  /// The text that the server holds, by way of an action that quotes no position: the diagnostics
  /// of the whole.
  json codes() {
    json all = json::array();
    const json params = client_.published();
    for (const json& one : params["diagnostics"]) all.push_back(one["code"]);
    return all;
  }

  Client client_;
};

const json kWeakTag = json::array({"weak-tag-in-if-range"});

TEST_F(Sync, AChangeWithoutRangeIsTheWholeText) {
  client_.open("nothing yet\n");
  client_.change({{{"text", kResume}}}, 2);
  EXPECT_EQ(codes(), kWeakTag);
}

TEST_F(Sync, ChangesApplyInTheirOrder) {
  client_.open(kResume);
  client_.change({{{"range", range(0, 0, 0)}, {"text", "# one line more\n"}},
                  {{"range", range(4, 13, 17)}, {"text", "film"}},
                  {{"range", range(4, 13, 13)}, {"text", "4k-"}}},
                 2);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(4, 10, 29));
}

TEST_F(Sync, EditsOutsideTheTextAreClamped) {
  client_.open("GET /video.mp4 HTTP/1.1\nRange: bytes=0-\n");
  const json far{{"start", position(4000000000U, 7)}, {"end", position(4294967295U, 4294967295U)}};
  client_.change({{{"range", far}, {"text", "If-Range: W/\"x\"\n"}}}, 2);
  EXPECT_EQ(codes(), kWeakTag);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(2, 10, 15));

  // Past the end of a line is its end; a range the wrong way round is turned.
  client_.change({{{"range", range(2, 900, 10)}, {"text", "\"x\""}}}, 3);
  EXPECT_EQ(codes(), json::array());
  client_.change({{{"range", range(2, 10, 10)}, {"text", "W/"}}}, 4);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(2, 10, 15));
  const json negative{{"start", {{"line", -5}, {"character", -1}}},
                      {"end", {{"line", 4294967296}, {"character", 0}}}};
  client_.change({{{"range", negative}, {"text", kResume}}}, 5);
  EXPECT_EQ(codes(), kWeakTag);
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(3, 10, 26));
}

TEST_F(Sync, AChangeToADocumentNeverOpenedIsLoggedAndIgnored) {
  client_.take();
  client_.change({{{"text", kResume}}}, 2);
  const auto received = client_.take();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0]["method"], "window/logMessage");
  EXPECT_NE(received[0]["params"]["message"].get<std::string>().find(kUri), std::string::npos);
  for (const char* method : {"textDocument/hover", "textDocument/codeAction",
                             "textDocument/inlayHint", "textDocument/diagnostic"}) {
    const json result =
        client_.ask_document(method, {{"position", position(0, 0)}, {"range", everything()}});
    EXPECT_TRUE(result.empty() || result["items"].empty()) << method;
  }
}

TEST_F(Sync, OpeningTwiceReplaces) {
  client_.open(kResume, 1);
  client_.open("GET / HTTP/1.1\n", 5);
  EXPECT_EQ(codes(), json::array());
  EXPECT_EQ(client_.published()["version"], 5);
}

TEST_F(Sync, AClosedDocumentIsForgotten) {
  client_.open(kResume);
  client_.tell("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
  EXPECT_EQ(client_.published(), (json{{"uri", kUri}, {"diagnostics", json::array()}}));
  EXPECT_TRUE(
      client_.ask_document("textDocument/hover", {{"position", position(3, 12)}}).is_null());
}

TEST_F(Sync, ClosingWhatIsNotOpenIsIgnored) {
  client_.take();
  client_.tell("textDocument/didClose", {{"textDocument", {{"uri", kUri}}}});
  EXPECT_TRUE(client_.take().empty());
}

TEST_F(Sync, HalfASurrogatePairCountsAsOneUnit) {
  client_.send(
      R"({"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":")" +
      kName +
      R"(","version":1,"text":"GET /v HTTP/1.1\nRange: bytes=0-\n)"
      R"(If-Range: W/\"\ud834\"\n"}}})");
  EXPECT_EQ(client_.published()["diagnostics"][0]["range"], range(2, 10, 15));
}

}  // namespace
}  // namespace wiretag::lsp
