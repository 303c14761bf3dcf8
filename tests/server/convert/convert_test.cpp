#include <gtest/gtest.h>

#include "server/convert/http_file.h"
#include "tests/server/convert/findings.h"

namespace wiretag::convert::tests {
namespace {

using readers::Document;
using readers::Format;

std::string from(std::string text, Format format, bool secrets = false) {
  const Document document("x", std::move(text), readers::Lifetime::Once, format);
  return http_file(document, {.secrets = secrets});
}

/// A HAR of these entries.
std::string har(std::string_view entries) {
  return R"({"log":{"entries":[)" + std::string(entries) + "]}}";
}

std::string entry(std::string_view url, std::string_view sent, std::string_view received,
                  std::string_view content = R"({"size":0})") {
  std::string out = R"({"startedDateTime":"2024-05-01T10:00:00.123Z","time":1,)";
  out += R"("request":{"method":"GET","url":")" + std::string(url) +
         R"(","httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"a.example"})" +
         std::string(sent) + R"(]},"response":{"status":200,"statusText":"OK",)" +
         R"("httpVersion":"HTTP/1.1","headers":[)" + std::string(received) + R"(],"content":)" +
         std::string(content) + R"(},"serverIPAddress":"203.0.113.7"})";
  return out;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Convert, WritesOneBlockAnExchange) {
  EXPECT_EQ(from(har(entry("https://a.example/x", "", R"({"name":"ETag","value":"\"v1\""})")),
                 Format::Har, true),
            "# Converted by wiretag: 1 exchange of 1 URL.\n"
            "\n"
            "### 2024-05-01T10:00:00.123Z\n"
            "# @recorded har 203.0.113.7\n"
            "GET https://a.example/x HTTP/1.1\n"
            "Host: a.example\n"
            "\n"
            "HTTP/1.1 200 OK\n"
            "ETag: \"v1\"\n");
}

TEST(Convert, PutsTheExchangesOfAUrlTogether) {
  const std::string text =
      from("GET /a HTTP/1.1\n\n###\nGET /b HTTP/1.1\n\n###\nGET /a HTTP/1.1\n", Format::Http);
  EXPECT_EQ(text,
            "# Converted by wiretag: 3 exchanges of 2 URLs.\n"
            "# Credentials, cookies and signed URL parameters read ***1, ***2; equal ones the "
            "same.\n"
            "\n"
            "### (1 of 2)\n"
            "GET /a HTTP/1.1\n"
            "\n"
            "\n"
            "### (2 of 2)\n"
            "GET /a HTTP/1.1\n"
            "\n"
            "\n"
            "###\n"
            "GET /b HTTP/1.1\n");
}

TEST(Convert, KeepsNotesHeadingsAndSuppressions) {
  const std::string text =
      "# wiretag-ignore-file etag-star: on purpose\n"
      "### first\n"
      "# @node pod-a\n"
      "# @server nginx\n"
      "# @at +90s\n"
      "# @expect 304\n"
      "# @origin ETag: \"v1\"\n"
      "# wiretag-ignore weak-compare-not-applied: known\n"
      "GET /a HTTP/1.1\n"
      "Host: a.example\n"
      "# wiretag-ignore etag-unquoted\n"
      "If-None-Match: v1\n"
      "\n"
      "HTTP/1.1 304 Not Modified\n"
      "...\n";
  const std::string once = from(text, Format::Http, true);
  EXPECT_EQ(once,
            "# Converted by wiretag: 1 exchange of 1 URL.\n"
            "# wiretag-ignore-file etag-star: on purpose\n"
            "\n"
            "### first\n"
            "# @node pod-a\n"
            "# @server nginx\n"
            "# @at +90s\n"
            "# @expect 304\n"
            "# @origin ETag: \"v1\"\n"
            "# wiretag-ignore weak-compare-not-applied: known\n"
            "GET /a HTTP/1.1\n"
            "Host: a.example\n"
            "# wiretag-ignore etag-unquoted\n"
            "If-None-Match: v1\n"
            "\n"
            "HTTP/1.1 304 Not Modified\n"
            "...\n");
  EXPECT_EQ(from(once, Format::Http, true), once);
}

TEST(Convert, EqualSecretsStayEqual) {
  const auto cookie = [](std::string_view value) {
    return R"(,{"name":"Cookie","value":"id=)" + std::string(value) + R"(; lang=en"})";
  };
  const std::string url = "https://a.example/x?token=";
  const std::string source = har(entry(url + "AAAAAAAA", cookie("one-one-one"), "") + "," +
                                 entry(url + "AAAAAAAA", cookie("two-two-two"), "") + "," +
                                 entry(url + "BBBBBBBB", cookie("one-one-one"), ""));
  const std::string text = from(source, Format::Har);
  EXPECT_TRUE(holds(text, "3 exchanges of 2 URLs")) << text;
  for (const char* line : {"/x?token=***1 HTTP/1.1\nHost: a.example\nCookie: id=***2; lang=en\n",
                           "/x?token=***1 HTTP/1.1\nHost: a.example\nCookie: id=***3; lang=en\n",
                           "/x?token=***4 HTTP/1.1\nHost: a.example\nCookie: id=***2; lang=en\n"}) {
    EXPECT_TRUE(holds(text, line)) << line << text;
  }
  for (const char* secret : {"AAAAAAAA", "BBBBBBBB", "one-one", "two-two"}) {
    EXPECT_FALSE(holds(text, secret)) << text;
    EXPECT_TRUE(holds(from(source, Format::Har, true), secret));
  }
  EXPECT_EQ(from(text, Format::Http), text);
}

TEST(Convert, ShowsContentAsFarAsItReadsAsContent) {
  const auto shown = [](std::string_view content) {
    const std::string text =
        from(har(entry("https://a.example/x", "", R"({"name":"Age","value":"1"})", content)),
             Format::Har, true);
    return text.substr(text.find("Age: 1\n") + 7);
  };
  EXPECT_EQ(shown(R"({"size":4,"text":"a\nb\n"})"), "\na\nb\n");
  EXPECT_EQ(shown(R"({"size":400,"text":"a"})"), "\na\n...\n") << "a part of it";
  EXPECT_EQ(shown(R"({"size":9,"text":"a\n### b\nc"})"), "\n...\n") << "would end the exchange";
  EXPECT_EQ(shown(R"({"size":9,"text":"a\n# b"})"), "\na\n# b\n...\n") << "the end would be lost";
  EXPECT_EQ(shown(R"({"size":16,"text":"HTTP/1.1 200 OK\n"})"), "\n...\n");
  EXPECT_EQ(shown(R"({"size":3,"text":"iVBO","encoding":"base64"})"), "\n...\n") << "no text";
}

TEST(Convert, ContentUnderACodingIsDecodedAndHasNoSize) {
  const std::string text =
      from(har(entry("https://a.example/x", "", R"({"name":"Content-Encoding","value":"br"})",
                     R"({"size":5,"text":"hello"})")),
           Format::Har, true);
  EXPECT_TRUE(holds(text, "Content-Encoding: br\n\nhello\n")) << text;
  const Document document("x", text);
  EXPECT_TRUE(document.exchanges().front()->response->body.decoded);
}

TEST(Convert, ListingsOfADocumentStayApart) {
  const std::string listing =
      "```http\nGET /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nETag: \"v1\"\n```\n\n";
  const Document source("x.md", listing + listing, readers::Lifetime::Once, Format::Markdown);
  const Document http = converted(source);
  ASSERT_EQ(http.exchanges().size(), 2U);
  EXPECT_TRUE(holds(std::string(http.text()), "# @recorded documentation\n# @world 1\nGET /a"));
  EXPECT_EQ(http.exchanges()[0]->world, 1U);
  EXPECT_EQ(http.exchanges()[1]->world, 2U);
  EXPECT_EQ(http.exchanges()[1]->medium, Medium::Documentation);
}

TEST(Convert, WhatNoFieldLineCanHoldIsAComment) {
  const std::string text = from(
      har(entry("https://a.example/x", R"(,{"name":"GET /x?u=http","value":"//b/ HTTP/1.1"})", "")),
      Format::Har, true);
  EXPECT_TRUE(holds(text, "Host: a.example\n# No field line: GET /x?u=http: //b/ HTTP/1.1\n"))
      << text;
  EXPECT_EQ(Document("x", text).exchanges().size(), 1U);
}

TEST(Convert, OddExchangesReadAgainOrAreComments) {
  std::string odd = entry("https://a.example/a b", "", "");
  odd.replace(odd.find("GET"), 3, "frobnicate");
  EXPECT_TRUE(holds(from(har(odd), Format::Har), "\n# What follows cannot be written"));
  odd.replace(odd.find("frobnicate"), 10, "FROB");
  const std::string text = from(har(odd), Format::Har);
  EXPECT_TRUE(holds(text, "\nFROB https://a.example/a b HTTP/1.1\n")) << text;
  EXPECT_EQ(Document("x", text).exchanges().front()->request.target, "https://a.example/a b");
}

TEST(Convert, ReadsTranscripts) {
  const std::string text = from(
      "$ curl -v https://a.example/x\n"
      "* Connected to a.example (203.0.113.9) port 443 (#0)\n"
      "> GET /x HTTP/1.1\n"
      "> Host: a.example\n"
      "> Authorization: Bearer abcdefghijkl\n"
      ">\n"
      "< HTTP/1.1 200 OK\n"
      "< ETag: \"v1\"\n"
      "<\n",
      Format::Transcript);
  EXPECT_TRUE(holds(text, "# @recorded transcript 203.0.113.9\nGET /x HTTP/1.1\n")) << text;
  EXPECT_TRUE(holds(text, "Authorization: Bearer ***1\n\nHTTP/1.1 200 OK\nETag: \"v1\"\n")) << text;
}

}  // namespace
}  // namespace wiretag::convert::tests
