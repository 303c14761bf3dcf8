#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

constexpr std::string_view kFormat =
    R"(# log_format cache '$remote_addr "$request" $status $body_bytes_sent "$http_if_none_match" )"
    R"("$sent_http_etag" $upstream_cache_status $upstream_addr';)";

testing::AssertionResult says(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << '"' << part << "\" is not in:\n" << text;
}

class LogHover : public testing::Test {
 protected:
  LogHover() { client_.initialize(); }

  json behind(std::string_view text) {
    return client_.ask_document("textDocument/hover", {{"position", client_.behind(text)}});
  }
  std::string words(std::string_view text) {
    const json hover = behind(text);
    return hover.is_null() ? "nothing" : hover["contents"]["value"].get<std::string>();
  }
  /// The hover on the request of a log of one line in the format above.
  std::string on_line(std::string_view line) {
    client_.open_file("a.access.log", fmt::format("{}\n{}\n", kFormat, line));
    return words("HTTP/1.1");
  }

  Client client_;
};

TEST_F(LogHover, ALineIsToldAsAnExchange) {
  const std::string text = on_line(
      R"(192.0.2.7 "GET /a.js HTTP/1.1" 304 0 "\x22v1\x22" "W/\x22v1\x22" HIT 10.1.0.7:80)");
  EXPECT_EQ(text.rfind("**304 Not Modified** · no body · one round trip\n\n", 0), 0U) << text;
  EXPECT_TRUE(says(text, R"(If-None-Match "v1" matches the current tag W/"v1" (weak comparison))"));
  EXPECT_TRUE(says(text, "Recorded: **304**, as the standard has it."));
  EXPECT_TRUE(says(text, "- Asked: `GET /a.js`\n"));
  EXPECT_TRUE(says(text, "- If-None-Match: `\"v1\"`\n"));
  EXPECT_TRUE(says(text, "- ETag of the answer: `W/\"v1\"`\n"));
  EXPECT_TRUE(says(text, "- Node: `10.1.0.7:80`\n"));
  EXPECT_TRUE(says(text, "- Cache: `HIT`, answered from the cache\n"));
  EXPECT_TRUE(says(text, "(https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)"));
}

TEST_F(LogHover, A200ThoughTheTagsMatchIsPricedByWhatA304Saves) {
  const std::string text = on_line(
      R"(192.0.2.7 "GET /a.js HTTP/1.1" 200 8192 "\x22v1\x22" "\x22v1\x22" MISS 10.1.0.7:80)");
  EXPECT_EQ(text.rfind("**304 Not Modified**", 0), 0U) << text;
  EXPECT_TRUE(says(text, "Recorded: **200**, which the standard does not allow here."));
  EXPECT_TRUE(says(text, "A 304 would have saved 8,192 bytes."));
}

TEST_F(LogHover, ADifferentTagIsTheWholeBody) {
  const std::string text = on_line(
      R"(192.0.2.7 "GET /a.js HTTP/1.1" 200 8192 "\x22v1\x22" "\x22v2\x22" MISS 10.1.0.7:80)");
  EXPECT_EQ(text.rfind("**200 OK** · whole body (8192 bytes) · one round trip\n", 0), 0U) << text;
  EXPECT_TRUE(says(text, "Recorded: **200**, as the standard has it."));
}

TEST_F(LogHover, TheSizeThatA304SavesIsThatOfTheOtherAnswers) {
  client_.open_file(
      "access.log",
      fmt::format("{}\n{}\n{}\n", kFormat,
                  R"(192.0.2.7 "GET /a.js HTTP/1.1" 200 500 "-" "\x22v1\x22" MISS 10.1.0.7:80)",
                  R"(192.0.2.7 "GET /a.js HTTP/1.1" 304 0 "\x22v1\x22" "\x22v1\x22" HIT x)"));
  EXPECT_TRUE(says(words("304 0"), "The 304 saves 500 bytes."));
  EXPECT_TRUE(says(words("200 500"), "The client asked without a condition."));
}

TEST_F(LogHover, WhatTheLogDoesNotTellIsSaid) {
  client_.open_file(
      "access.log",
      "192.0.2.7 - - [10/Mar/2026:09:00:00 +0000] \"GET /a HTTP/1.1\" 304 0 \"-\" \"curl\"\n"
      "192.0.2.7 - - [10/Mar/2026:09:00:00 +0000] \"GET /a HTTP/1.1\" 200 7 \"-\" \"curl\"\n"
      "192.0.2.7 - - [10/Mar/2026:09:00:00 +0000] \"GET /a HTTP/1.1\" 404 7 \"-\" \"curl\"\n");
  EXPECT_TRUE(says(words("304"), "**304 Not Modified** · recorded"));
  EXPECT_TRUE(says(words("304"), "the log has no column for If-None-Match"));
  EXPECT_TRUE(says(words("200"), "Whether the client asked under a condition is not on record"));
  EXPECT_TRUE(says(words("404"), "**404 Not Found** · recorded\n\n- Asked: `GET /a`"));
}

TEST_F(LogHover, TheColumnIsNamedAndIsTheRange) {
  on_line(R"(192.0.2.7 "GET /a.js HTTP/1.1" 304 0 "\x22v1\x22" "\x22v1\x22" HIT 10.1.0.7:80)");
  const json tag = behind(R"("\x22v1\x22" "\x22)");
  EXPECT_TRUE(
      says(tag["contents"]["value"],
           "Column `$sent_http_etag` of `log_format cache`: the entity tag of the answer."));
  EXPECT_EQ(tag["range"], range(1, 51, 61));
  EXPECT_TRUE(says(words("HIT"), "Column `$upstream_cache_status`"));
  EXPECT_TRUE(says(words("192.0"), "Column `$remote_addr`"));
}

TEST_F(LogHover, ASnippetInAQuotedFenceIsReadWhereItStands) {
  client_.open_file(
      "notes.md",
      "Ärger:\n\n> ```log\n> 192.0.2.7 - - [10/Mar/2026:09:00:00 +0000] \"GET /grün HTTP/1.1\" 200 "
      "7 \"-\" \"curl\"\n> ```\n");
  EXPECT_TRUE(says(words("HTTP/1.1\" 2"), "- Asked: `GET /grün`"));
  EXPECT_EQ(behind("HTTP/1.1\" 2")["range"]["start"]["line"], 3);
  EXPECT_TRUE(says(words("HTTP/1.1\" 2"), "the status of the answer."));
  EXPECT_EQ(words("Ärger"), "nothing");
}

TEST_F(LogHover, SecretsInUrlsAreNotShown) {
  const std::string text = on_line(
      R"(192.0.2.7 "GET /a?X-Amz-Signature=0123456789abcdef&b=1 HTTP/1.1" 200 8 "-" "-" MISS x)");
  EXPECT_EQ(text.find("0123456789abcdef"), std::string::npos);
  EXPECT_TRUE(says(text, "`GET /a?X-Amz-Signature=…&b=1`"));
}

TEST_F(LogHover, LinesThatAreNoRequestsSayNothing) {
  client_.open_file("access.log", fmt::format("{}\n\n", kFormat));
  EXPECT_EQ(words("log_format"), "nothing");
  client_.open_file("build.log", "compiling a.cpp\nlinking\n");
  EXPECT_EQ(words("comp"), "nothing");
}

TEST_F(LogHover, AColumnAndItsLineCanBeSelected) {
  on_line(R"(192.0.2.7 "GET /a.js HTTP/1.1" 304 0 "\x22v1\x22" "\x22v1\x22" HIT 10.1.0.7:80)");
  const json all = client_.ask_document("textDocument/selectionRange",
                                        {{"positions", json::array({client_.behind("304")})}});
  EXPECT_EQ(all[0]["range"], range(1, 31, 34));
  EXPECT_EQ(all[0]["parent"]["range"], range(1, 0, 78));
}

TEST_F(LogHover, ALongLogIsAnsweredToo) {
  std::string text(kFormat);
  text += '\n';
  for (int i = 0; text.size() < 12'000'000; ++i) {
    text += fmt::format(
        "192.0.2.7 \"GET /a{}.js HTTP/1.1\" 200 8192 \"-\" \"\\x22v1\\x22\" MISS 10.1.0.7:80\n",
        i % 1000);
  }
  text += "192.0.2.7 \"GET /last HTTP/1.1\" 200 8192 \"-\" \"\\x22v1\\x22\" MISS 10.1.0.7:80\n";
  client_.open_file("access.log", text);
  EXPECT_TRUE(says(words("/last"), "- Asked: `GET /last`"));
}

}  // namespace
}  // namespace wiretag::lsp
