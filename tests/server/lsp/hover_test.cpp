#include <gtest/gtest.h>

#include "tests/server/lsp/client.h"

namespace wiretag::lsp {
namespace {

class Hover : public testing::Test {
 protected:
  json at(std::string_view text, std::uint32_t line, std::uint32_t character,
          const json& capabilities = json::object()) {
    Client client;
    client.initialize(capabilities);
    client.open(text);
    return client.ask_document("textDocument/hover", {{"position", position(line, character)}});
  }

  std::string words(std::string_view text, std::uint32_t line, std::uint32_t character = 2) {
    const json hover = at(text, line, character);
    return hover.is_null() ? "nothing" : hover["contents"]["value"].get<std::string>();
  }
};

testing::AssertionResult says(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << '"' << part << "\" is not in:\n" << text;
}

TEST_F(Hover, RevalidationIsNotModified) {
  const std::string text = words(kRevalidation, 11, 17);
  EXPECT_EQ(text.rfind("**304 Not Modified** · no body · one round trip", 0), 0U) << text;
  EXPECT_TRUE(says(text, "\n- Why not 200: "));
  EXPECT_TRUE(says(text, "\n- Why not 204: "));
  EXPECT_TRUE(says(text, "- the server's tag `\"v42\"`: from the exchange before in line 6"));
}

TEST_F(Hover, AWeakTagMatchesIfNoneMatch) {
  const std::string text = words(kWeakCompare, 2, 17);
  EXPECT_EQ(text.rfind("**304 Not Modified** · no body · one round trip\n", 0), 0U) << text;
  EXPECT_TRUE(says(text, "weak comparison"));
  EXPECT_TRUE(says(text, "\n- Why not 412: "));
  EXPECT_TRUE(says(text, "- the server's tag `W/\"v42\"`: from the note in line 6"));
  EXPECT_TRUE(
      says(text, "[RFC 9110 §13.1.2](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2)"));
}

TEST_F(Hover, AWeakTagInIfRangeIsTheWholeBody) {
  const std::string text = words(kResume, 3, 14);
  EXPECT_EQ(text.rfind("**200 OK** · whole body · one round trip\n", 0), 0U) << text;
  for (const char* status : {"206", "304", "412", "416"}) {
    EXPECT_TRUE(says(text, std::string("\n- Why not ") + status + ": "));
  }
  EXPECT_TRUE(says(text, "#section-13.1.5)"));
  EXPECT_TRUE(says(text, "weak-tag-in-if-range.md): If-Range with a weak tag never resumes"));
}

TEST_F(Hover, TheNodeThatAnsweredDecides) {
  EXPECT_TRUE(says(words(kPerNode, 2, 17), "**304 Not Modified**"));
  EXPECT_TRUE(says(words(kPerNode, 2, 17), "Recorded: **304**, as the standard has it."));
  const std::string second = words(kPerNode, 8, 17);
  EXPECT_TRUE(says(second, "**200 OK** · whole body (8192 bytes) · one round trip"));
  EXPECT_TRUE(says(
      second, "- the server's tag `\"pod-b-counter-3\"`: from the recorded response in line 12"));
}

TEST_F(Hover, TheWholeExchangeAnswersButNotTheRuleElsewhere) {
  for (std::uint32_t line = 0; line < 7; ++line) {
    EXPECT_TRUE(says(words(kResume, line), "**200 OK**")) << line;
    EXPECT_EQ(words(kResume, line).find("weak-tag-in-if-range"), std::string::npos) << line;
  }
}

TEST_F(Hover, AFindingOfSeveralExchangesIsNamedAtItsPlace) {
  EXPECT_TRUE(says(words(kPerNode, 11, 10), "[per-node-etag]("));
}

TEST_F(Hover, TheRangeIsTheValueOrTheLine) {
  EXPECT_EQ(at(kResume, 3, 14)["range"], range(3, 10, 26));
  EXPECT_EQ(at(kResume, 3, 2)["range"], range(3, 0, 26));
  EXPECT_EQ(at(kResume, 0, 2)["range"], range(0, 0, 23));
  EXPECT_EQ(at(kResume, 6, 12)["range"], range(6, 0, 24));
  EXPECT_FALSE(at(kResume, 4, 0).contains("range"));
}

TEST_F(Hover, ARecordingThatContradictsIsNamed) {
  const std::string text = words(
      "GET /a HTTP/1.1\nHost: a.example\nIf-None-Match: \"a\"\n\nHTTP/1.1 200 OK\nETag: W/\"a\"\n",
      2);
  EXPECT_TRUE(says(text, "**304 Not Modified**"));
  EXPECT_TRUE(says(text, "Recorded: **200**, which"));
}

TEST_F(Hover, WhatIsMissingIsNamedWithItsCure) {
  const std::string tag = words("GET /x HTTP/1.1\nHost: a.example\nIf-None-Match: \"q\"\n", 2);
  EXPECT_TRUE(says(tag, "the server's current tag; state it with `# @origin ETag: \"…\"`"));
  const std::string date = words(
      "GET /x HTTP/1.1\nHost: a.example\nIf-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT\n", 2);
  EXPECT_TRUE(says(date, "`# @origin Last-Modified: …`"));
  const std::string length = words("GET /x HTTP/1.1\nHost: a.example\nRange: bytes=9-\n", 2);
  EXPECT_TRUE(says(length, "`# @origin Content-Length: …`"));
  const std::string variable =
      words("GET /x HTTP/1.1\nHost: a.example\nIf-None-Match: {{tag}}\n# ETag: \"a\"\n", 2);
  EXPECT_TRUE(says(variable, "the value of If-None-Match behind its variable"));
}

TEST_F(Hover, ThereIsNothingToSayElsewhere) {
  EXPECT_EQ(words("", 0, 0), "nothing");
  EXPECT_EQ(words("GET /x HTTP/1.1\nHost: a.example\n\n\n\n", 4, 0), "nothing");
  EXPECT_EQ(words(std::string(kPerNode) + "\n{\n  \"a\": 1\n}\n", 15), "nothing");
  EXPECT_EQ(words(kResume, 5000, 70), "nothing");
}

TEST_F(Hover, AClientWithoutMarkdownGetsPlainText) {
  const json hover =
      at(kWeakCompare, 2, 17, {{"textDocument", {{"hover", {{"contentFormat", {"plaintext"}}}}}}});
  EXPECT_EQ(hover["contents"]["kind"], "plaintext");
  const std::string text = hover["contents"]["value"];
  EXPECT_EQ(text.rfind("304 Not Modified · no body", 0), 0U);
  EXPECT_EQ(text.find("**"), std::string::npos);
  EXPECT_EQ(text.find('`'), std::string::npos);
}

TEST_F(Hover, TagsCannotWriteMarkup) {
  const std::string text = words(
      "GET /x HTTP/1.1\nHost: a.example\nIf-None-Match: \"[x](y)`*\"\n\n# ETag: \"[x](y)`*\"\n", 2);
  EXPECT_TRUE(says(text, "\\[x\\](y)\\`\\*"));
  EXPECT_TRUE(says(text, "``\"[x](y)`*\"``"));
}

}  // namespace
}  // namespace wiretag::lsp
