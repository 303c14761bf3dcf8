#include <gtest/gtest.h>

#include "documents/readers/document.h"

namespace wiretag::readers {
namespace {

using http::FieldName;

TEST(Reader, PairsRequestsWithResponses) {
  const Document document("x.http",
                          "GET /a HTTP/1.1\n"
                          "If-None-Match: \"1\"\n"
                          "\n"
                          "HTTP/1.1 304 Not Modified\n"
                          "ETag: \"1\"\n"
                          "\n"
                          "GET /b HTTP/1.1\n"
                          "\n"
                          "HTTP/1.1 103 Early Hints\n"
                          "\n"
                          "HTTP/1.1 200 OK\n"
                          "\n"
                          "hello\n");
  const auto exchanges = document.exchanges();
  ASSERT_EQ(exchanges.size(), 2U);
  ASSERT_TRUE(exchanges[0]->response);
  EXPECT_EQ(exchanges[0]->response->status, 304);
  EXPECT_EQ(exchanges[0]->response->reason.view, "Not Modified");
  EXPECT_FALSE(exchanges[0]->response->body.recorded());
  ASSERT_EQ(exchanges[1]->interim.size(), 1U);
  EXPECT_EQ(exchanges[1]->response->body.text.view, "hello");
  EXPECT_TRUE(document.problems().empty());
}

TEST(Reader, GivesEveryValueItsPlace) {
  const std::string text = "### t\r\nGET /a HTTP/1.1\r\nIf-Range:  W/\"x\"  \r\n";
  const Document document("x.http", text);
  const Exchange& exchange = *document.exchanges().at(0);
  const Field& field = *exchange.request.fields.find(FieldName::IfRange);
  EXPECT_EQ(field.value().view, "W/\"x\"");
  EXPECT_EQ(field.value().span().begin, text.find("W/"));
  EXPECT_EQ(field.line().view, "If-Range:  W/\"x\"  \r\n");
  EXPECT_EQ(exchange.heading.view, "t");
  EXPECT_EQ(exchange.request.line.view, "GET /a HTTP/1.1");
}

TEST(Reader, TakesMethodsInAnyCaseAndBareUrls) {
  const Document document("x.http", "get http://x/a\n###\nhttp://x/b\n###\nPURGE /c HTTP/1.1\n");
  const auto exchanges = document.exchanges();
  ASSERT_EQ(exchanges.size(), 3U);
  EXPECT_EQ(exchanges[0]->request.method, http::Method::Get);
  EXPECT_EQ(exchanges[1]->request.method, http::Method::Get);
  EXPECT_EQ(exchanges[1]->request.method_name(), "GET");
  EXPECT_EQ(exchanges[2]->request.method, http::Method::Other);
}

TEST(Reader, JoinsTargets) {
  const Document document("x.http", "GET http://x/a\n  ?b=1\n  &c=2\nHost: x\n");
  const Exchange& exchange = *document.exchanges().at(0);
  EXPECT_EQ(exchange.request.target, "http://x/a?b=1&c=2");
  EXPECT_EQ(exchange.request.fields.lines().size(), 1U);
}

TEST(Reader, GivesNotesToTheRequestAboveUnlessTheyTouchTheOneBelow) {
  const Document document("x.http",
                          "# ETag: \"1\"\n"
                          "GET /a HTTP/1.1\n"
                          "\n"
                          "# ETag: \"2\"\n"
                          "\n"
                          "# lands on pod B\n"
                          "GET /b HTTP/1.1\n"
                          "If-None-Match: \"x\"\n"
                          "# ETag: \"3\"\n"
                          "Accept: */*\n");
  const auto exchanges = document.exchanges();
  ASSERT_EQ(exchanges.size(), 2U);
  ASSERT_EQ(exchanges[0]->notes.origin.size(), 1U);
  EXPECT_EQ(exchanges[0]->notes.origin[0].value.view, "\"2\"");
  ASSERT_EQ(exchanges[1]->notes.origin.size(), 1U);
  EXPECT_EQ(exchanges[1]->notes.origin[0].value.view, "\"3\"");
  EXPECT_EQ(exchanges[1]->notes.node.view, "pod B");
  EXPECT_EQ(exchanges[1]->request.fields.lines().size(), 2U);
}

TEST(Reader, GivesNotesToTheNextRequestWhereNoneIsAbove) {
  const Document document("x.http", "### t\n# ETag: \"1\"\n\nGET /a HTTP/1.1\n");
  ASSERT_EQ(document.exchanges().at(0)->notes.origin.size(), 1U);
}

TEST(Reader, KeepsNotesWithinTheirBlock) {
  const Document document("x.http",
                          "GET /a HTTP/1.1\n###\n# ETag: \"1\"\n\n###\nGET /b HTTP/1.1\n");
  for (const Exchange* exchange : document.exchanges()) EXPECT_TRUE(exchange->notes.origin.empty());
}

TEST(Reader, ReadsResponsesWithoutRequestAndBareFields) {
  const Document document("x.http",
                          "HTTP/2 200\netag: \"1\"\n\n###\n\nIf-Match: \"1\"\n\nETag: \"2\"\n");
  const auto exchanges = document.exchanges();
  ASSERT_EQ(exchanges.size(), 3U);
  EXPECT_FALSE(exchanges[0]->request.stated());
  EXPECT_EQ(exchanges[0]->response->status, 200);
  EXPECT_TRUE(exchanges[1]->fragment);
  EXPECT_TRUE(exchanges[1]->request.fields.has(FieldName::IfMatch));
  EXPECT_EQ(exchanges[2]->response->status, 0);
}

TEST(Reader, NamesWhatItDoesNotUnderstand) {
  const Document document("x.http",
                          "GET /a HTTP/1.1\nHost x\n...\n{{headers}}\n\nGET /b HTTP/1.1\n");
  ASSERT_EQ(document.problems().size(), 1U);
  EXPECT_EQ(document.problems()[0].place.view, "Host x");
  EXPECT_EQ(document.exchanges().size(), 2U);
}

TEST(Reader, NamesTheFirstOddByteOfEachKind) {
  const std::string text("GET /a HTTP/1.1\nA: \xE9\xE9\nB: \0\0\nC: d\n", 33);
  const Document document("x.http", text);
  const auto problems = document.problems();
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].kind, Problem::Kind::NulByte);
  EXPECT_EQ(problems[0].place.span().begin, text.find('\0'));
  EXPECT_EQ(problems[1].kind, Problem::Kind::NotUtf8);
  EXPECT_EQ(problems[1].place.span().begin, 19U);
  EXPECT_EQ(document.exchanges().at(0)->request.fields.lines().size(), 3U);
}

TEST(Reader, MarksElidedBodies) {
  const Document document("x.http", "GET /a HTTP/1.1\n\nHTTP/1.1 200 OK\n\n<html>\n...\n");
  const Body& body = document.exchanges().at(0)->response->body;
  EXPECT_TRUE(body.elided);
  EXPECT_FALSE(body.complete_size());
}

TEST(Reader, LeavesAByteOrderMarkOutOfTheFirstLine) {
  const Document document("x.http", "\xEF\xBB\xBFGET /a HTTP/1.1\n");
  ASSERT_EQ(document.exchanges().size(), 1U);
  EXPECT_EQ(document.exchanges()[0]->request.line.span().begin, 3U);
}

}  // namespace
}  // namespace wiretag::readers
