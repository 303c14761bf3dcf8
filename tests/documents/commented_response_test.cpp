#include "documents/readers/commented_response.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"

namespace wiretag::readers {
namespace {

/// `GET 304 "v1" | body`, one line an exchange.
std::string outline(const Document& document) {
  std::string out;
  for (const Exchange* exchange : document.exchanges()) {
    out += exchange->request.stated() ? exchange->request.method_name() : "-";
    if (const auto& response = exchange->response) {
      out += fmt::format(" {} {}", response->status, response->fields.value(http::FieldName::ETag));
      if (response->body.recorded()) out += fmt::format(" | {}", response->body.text.view);
    }
    for (const OriginNote& note : exchange->notes.origin) {
      out += fmt::format(" note {}", note.value.view);
    }
    out += '\n';
  }
  return out;
}

TEST(CommentedResponse, AnswersTheRequestAbove) {
  struct Row {
    const char* text;
    const char* outline;
  };
  const Row rows[] = {
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n", "GET 200 \"v1\"\n"},
      {"GET /x HTTP/1.1\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n", "GET 200 \"v1\"\n"},
      {"GET /x HTTP/1.1\n\n// The result:\n// HTTP/1.1 200 OK\n// ETag: \"v1\"\n//\n// ok\n",
       "GET 200 \"v1\" | ok\n"},
      {"GET /x\n\n# HTTP/2 304 \n# etag: \"v1\"\n\n###\n\nGET /y\n", "GET 304 \"v1\"\nGET\n"},
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\nGET /y HTTP/1.1\n",
       "GET 200 \"v1\"\nGET\n"},
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 100 Continue\n#\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n",
       "GET 200 \"v1\"\n"},
      // A real response is the answer.
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n\nHTTP/1.1 304 Not Modified\n",
       "GET 304 \n"},
      {"GET /x HTTP/1.1\n\nHTTP/1.1 304 Not Modified\n\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n",
       "GET 304 \n"},
      // Nothing is above.
      {"# HTTP/1.1 200 OK\n# ETag: \"v1\"\nGET /x HTTP/1.1\n", "GET\n"},
      {"GET /x\n\n###\n# HTTP/1.1 200 OK\n# ETag: \"v1\"\n", "GET\n"},
      // No responses.
      {"GET /x HTTP/1.1\n\n# ETag: \"v1\"\n", "GET note \"v1\"\n"},
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 304 is what\n# we expect\n", "GET\n"},
      {"GET /x HTTP/1.1\n\n# HTTP/1.1 304 Not Modified\nGET /y HTTP/1.1\n", "GET\nGET\n"},
      {"GET /x HTTP/1.1\n\n<> x.200.json\n", "GET\n"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(outline(Document("x.http", row.text)), row.outline) << row.text;
  }
}

TEST(CommentedResponse, StandsInItsComments) {
  const Document document(
      "x.http",
      "GET /x\n\n# HTTP/1.1 200 OK\r\n#  ETag:  \"v1\" \r\n#\n# {\n#   \"a\": 1\n"
      "# }\n");
  const auto exchanges = document.exchanges();
  ASSERT_EQ(exchanges.size(), 1U);
  const auto written = [&](const Text& text) {
    const text::Span span = text.span();
    return document.text().substr(span.begin, span.size());
  };
  ASSERT_TRUE(exchanges[0]->response);
  const Response& response = *exchanges[0]->response;
  EXPECT_EQ(written(response.line), "HTTP/1.1 200 OK");
  EXPECT_EQ(written(response.version), "HTTP/1.1");
  EXPECT_EQ(written(response.status_text), "200");
  EXPECT_EQ(written(response.reason), "OK");
  ASSERT_EQ(response.fields.lines().size(), 1U);
  EXPECT_EQ(written(response.fields.lines()[0].name()), "ETag");
  EXPECT_EQ(written(response.fields.lines()[0].value()), "\"v1\"");
  EXPECT_EQ(written(response.fields.lines()[0].line()), "#  ETag:  \"v1\" \r\n");
  ASSERT_TRUE(response.etag);
  EXPECT_EQ(written(response.body.text), "{\n#   \"a\": 1\n# }");
  EXPECT_TRUE(response.body.elided);
}

TEST(CommentedResponse, KnowsTheSizeOfItsBody) {
  for (const auto& [length, elided] : {std::pair{2, false}, std::pair{3, true}}) {
    const Document document(
        "x.http",
        fmt::format("GET /x\n\n# HTTP/1.1 200 OK\n# Content-Length: {}\n#\n# ok\n", length));
    EXPECT_EQ(document.exchanges().at(0)->response->body.elided, elided);
  }
}

TEST(ResponseFiles, AreResponses) {
  const Document saved(
      "x.hresp",
      "HTTP/1.1 200 OK\nETag: \"v1\"\n\n{\"a\": {{$any}}}\n\n###\n\nHTTP/1.1 304 Not "
      "Modified\nETag: {{$any}}\n");
  EXPECT_EQ(outline(saved), "- 200 \"v1\" | {\"a\": {{$any}}}\n- 304 {{$any}}\n");
  const Document stored("x.http", "GET /x\nIf-None-Match: \"v1\"\n\n<> 2024-01-02.304.json\n");
  EXPECT_EQ(outline(stored), "GET\n");
}

}  // namespace
}  // namespace wiretag::readers
