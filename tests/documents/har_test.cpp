#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/readers/har_body.h"
#include "documents/readers/har_time.h"
#include "documents/readers/json_repair.h"
#include "documents/readers/json_string.h"
#include "documents/text/utf8.h"
#include "documents/traffic/node.h"
#include "documents/traffic/traffic.h"

namespace wiretag::readers {
namespace {

namespace fs = std::filesystem;
using http::FieldName;

Document read(std::string text, Lifetime lifetime = Lifetime::Once) {
  return Document("x.har", std::move(text), lifetime, Format::Har);
}

std::string har(const std::string& entries) {
  return R"({"log":{"version":"1.2","entries":[)" + entries + "]}}";
}

struct Sample {
  std::string request_headers = R"({"name":"Host","value":"example.com"})";
  std::string response_headers = R"({"name":"ETag","value":"\"v1\""})";
  std::string url = "https://example.com/a";
  std::string status = "200";
  std::string time = "2024-05-01T10:00:00.000Z";
  std::string method = "GET";
  std::string version = "HTTP/1.1";
  std::string content = R"({"size":0,"mimeType":""})";
  std::string in_response = {};  ///< more members
  std::string in_entry = {};
};

std::string entry(const Sample& s) {
  return R"({"startedDateTime":")" + s.time + R"(","time":1,"request":{"method":")" + s.method +
         R"(","url":")" + s.url + R"(","httpVersion":")" + s.version + R"(","headers":[)" +
         s.request_headers + R"(]},"response":{"status":)" + s.status +
         R"(,"statusText":"OK","httpVersion":")" + s.version + R"(","headers":[)" +
         s.response_headers + R"(],"content":)" + s.content + s.in_response + R"(},"cache":{})" +
         s.in_entry + "}";
}

std::string_view in_file(const Document& document, const Text& text) {
  const text::Span span = text.span();
  return document.text().substr(span.begin, span.size());
}

std::vector<std::string> details(const Document& document) {
  std::vector<std::string> all;
  for (const Problem& problem : document.problems()) all.push_back(problem.detail);
  return all;
}

std::size_t exchanges_of(const Sample& sample) {
  return read(har(entry(sample))).exchanges().size();
}

std::string file_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> corpus() {
  std::vector<fs::path> paths;
  const fs::path folder = fs::path(WIRETAG_CORPORA) / "har";
  if (!fs::exists(folder)) return paths;
  for (const auto& file : fs::directory_iterator(folder)) paths.push_back(file.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// Looks at every place, so that a wrong one is out of bounds.
std::size_t touch(const Document& document) {
  std::size_t sum = 0;
  const auto look = [&](const Text& text) {
    if (!text.placed()) return;
    const text::Span span = text.span();
    ASSERT_LE(span.begin, span.end);
    ASSERT_LE(span.end, document.text().size());
    sum += span.size() + text.view.size();
  };
  for (const Exchange* exchange : document.exchanges()) {
    look(exchange->request.line);
    look(exchange->request.target_text);
    look(exchange->peer);
    for (const Field& field : exchange->request.fields.lines()) look(field.line());
    if (!exchange->response) continue;
    look(exchange->response->status_text);
    look(exchange->response->body.text);
    for (const Field& field : exchange->response->fields.lines()) {
      look(field.name());
      look(field.value());
    }
  }
  for (const Problem& problem : document.problems()) look(problem.place);
  return sum;
}

// ---- places

TEST(Har, PlacesATagInsideItsEscapedString) {
  const Document document =
      read(har(entry({.response_headers = R"({"name":"ETag","value":"W/\"abc\""})"})));
  ASSERT_EQ(document.exchanges().size(), 1U);
  const Field* etag = document.exchanges()[0]->response->fields.find(FieldName::ETag);
  ASSERT_TRUE(etag);
  EXPECT_EQ(etag->value().view, "W/\"abc\"");
  EXPECT_EQ(in_file(document, etag->value()), R"(W/\"abc\")");
  EXPECT_EQ(in_file(document, etag->value().part(etag->value().view.substr(3, 3))), "abc");
  EXPECT_EQ(in_file(document, etag->value().part(etag->value().view.substr(2, 1))), R"(\")");
  EXPECT_EQ(in_file(document, etag->name()), "ETag");
  EXPECT_EQ(etag->line().view, "ETag: W/\"abc\"\n");
  EXPECT_EQ(in_file(document, etag->line()), R"(ETag","value":"W/\"abc\")");
}

TEST(Har, PlacesTheRequestLineAtTheUrlAndTheStatusAtTheNumber) {
  const Document document = read(har(entry({.url = "https:\\/\\/example.com\\/a#top"})));
  const Exchange& exchange = *document.exchanges().at(0);
  EXPECT_EQ(exchange.request.line.view, "GET https://example.com/a HTTP/1.1");
  EXPECT_EQ(exchange.request.target, "https://example.com/a");
  EXPECT_EQ(in_file(document, exchange.request.line), "https:\\/\\/example.com\\/a#top");
  EXPECT_EQ(in_file(document, exchange.request.target_text), "https:\\/\\/example.com\\/a");
  EXPECT_EQ(exchange.request.method_text.view, "GET");
  EXPECT_EQ(exchange.response->line.view, "HTTP/1.1 200 OK");
  EXPECT_EQ(in_file(document, exchange.response->line), "200");
  EXPECT_EQ(in_file(document, exchange.response->status_text), "200");
  EXPECT_EQ(exchange.medium, Medium::Har);
  EXPECT_FALSE(exchange.request.line.origin->editable());
}

TEST(Har, PlacesAreRightBehindAByteOrderMarkAndAfterAnEdit) {
  Document document = read("\xEF\xBB\xBF" + har(entry({})), Lifetime::Edited);
  const auto place = [&] {
    return in_file(document, document.exchanges().at(0)->response->fields.find("etag")->value());
  };
  EXPECT_EQ(place(), R"(\"v1\")");
  document.edit({3, 3}, " \n ");
  EXPECT_EQ(place(), R"(\"v1\")");
}

TEST(Har, ANameBehindItsValueIsPlaced) {
  const Document document =
      read(har(entry({.response_headers = R"({"value":"\"v1\"","name":"etag"})"})));
  const Field* etag = document.exchanges().at(0)->response->fields.find(FieldName::ETag);
  ASSERT_TRUE(etag);
  EXPECT_EQ(in_file(document, etag->value()), R"(\"v1\")");
  EXPECT_EQ(in_file(document, etag->name()), "etag");
  touch(document);
}

// ---- heads

TEST(Har, PseudoHeadersGiveTheHostWhereItIsMissing) {
  const Document document = read(har(entry(
      {.request_headers =
           R"({"name":":method","value":"GET"},{"name":":authority","value":"h2.example"},{"name":"accept","value":"*/*"})",
       .version = "h2"})));
  const Request& request = document.exchanges().at(0)->request;
  EXPECT_EQ(request.fields.value(FieldName::Host), "h2.example");
  EXPECT_EQ(in_file(document, request.fields.find(FieldName::Host)->value()), "h2.example");
  EXPECT_EQ(request.fields.lines().size(), 2U);
  EXPECT_FALSE(request.fields.elided());
  EXPECT_EQ(request.version.view, "HTTP/2");
}

TEST(Har, AHostWinsOverThePseudoHeader) {
  const Document document = read(har(entry(
      {.request_headers =
           R"({"name":":authority","value":"a.example"},{"name":"host","value":"b.example"})"})));
  EXPECT_EQ(document.exchanges().at(0)->request.fields.values(FieldName::Host),
            std::vector<std::string_view>{"b.example"});
}

TEST(Har, AProvisionalHeadIsNotWhatWasSent) {
  const Document document =
      read(har(entry({.request_headers = R"({"name":"User-Agent","value":"x"})"})));
  EXPECT_TRUE(document.exchanges().at(0)->request.fields.elided());
}

TEST(Har, JoinedValuesAreFieldLinesOfTheirOwn) {
  const Document document = read(har(entry(
      {.response_headers =
           R"({"name":"set-cookie","value":"a=1\nb=2\r\nc=3"},{"name":"Vary","value":" Accept "})"})));
  const Fields& fields = document.exchanges().at(0)->response->fields;
  EXPECT_EQ(fields.values(FieldName::SetCookie),
            (std::vector<std::string_view>{"a=1", "b=2", "c=3"}));
  EXPECT_EQ(in_file(document, fields.lines()[1].value()), "b=2");
  EXPECT_EQ(in_file(document, fields.lines()[1].name()), "set-cookie");
  EXPECT_EQ(fields.value(FieldName::Vary), "Accept");
}

TEST(Har, AnEmptyValueOfAKnownFieldIsUnknown) {
  const Document document = read(har(entry(
      {.response_headers =
           R"({"name":"ETag","value":""},{"name":"x-empty","value":""},{"name":"","value":"x"})"})));
  const Fields& fields = document.exchanges().at(0)->response->fields;
  EXPECT_FALSE(fields.has(FieldName::ETag));
  EXPECT_TRUE(fields.elided());
  EXPECT_TRUE(fields.find("x-empty"));
  EXPECT_EQ(fields.lines().size(), 1U);
}

TEST(Har, ARedactedTagIsNoTag) {
  const Document document =
      read(har(entry({.response_headers = R"({"name":"ETag","value":"***"})"})));
  EXPECT_FALSE(document.exchanges().at(0)->response->etag);
}

TEST(Har, VersionsAreReadInEverySpelling) {
  const auto version = [](const std::string& text) {
    const Document document = read(har(entry({.version = text})));
    return std::string(document.exchanges().at(0)->response->version.view);
  };
  for (const char* text : {"HTTP/1.1", "http/1.1", "1.1", "HTTP\\/1.1"})
    EXPECT_EQ(version(text), "HTTP/1.1");
  for (const char* text : {"h2", "HTTP/2", "http/2.0", "HTTP/2.0"})
    EXPECT_EQ(version(text), "HTTP/2");
  for (const char* text : {"h3", "h3-29", "HTTP/3"}) EXPECT_EQ(version(text), "HTTP/3");
  EXPECT_EQ(version("HTTP/1.0"), "HTTP/1.0");
  for (const char* text : {"", "unknown", "ori", "spdy/3", "me:"}) EXPECT_EQ(version(text), "");
}

TEST(Har, AStatusOf0IsARequestWithoutResponse) {
  for (const char* status : {"0", "-1", "null", "\"\"", "99999"}) {
    const Document document = read(har(entry({.status = status})));
    ASSERT_EQ(document.exchanges().size(), 1U) << status;
    EXPECT_FALSE(document.exchanges()[0]->response) << status;
  }
  EXPECT_EQ(read(har(entry({.status = "\"304\""}))).exchanges().at(0)->response->status, 304);
}

TEST(Har, PeerAndTimeOfAnExchange) {
  const Document document =
      read(har(entry({.time = "2016-05-18T12:40:14.123+02:00",
                      .in_entry = R"(,"serverIPAddress":"[2001:db8::1]","connection":"443")"})));
  const Exchange& exchange = *document.exchanges().at(0);
  EXPECT_EQ(exchange.peer.view, "2001:db8::1");
  EXPECT_EQ(in_file(document, exchange.peer), "2001:db8::1");
  EXPECT_EQ(exchange.at_ms, 1463568014123);
}

std::string node_behind(const std::string& headers) {
  const Document document = read(
      har(entry({.response_headers = headers, .in_entry = R"(,"serverIPAddress":"192.0.2.7")"})));
  return node_of(*document.exchanges().at(0)).key;
}

TEST(Har, ThePeerIsTheNodeUnlessACacheOrAnEdgeAnswered) {
  EXPECT_EQ(node_behind(R"({"name":"Server","value":"nginx"})"), "192.0.2.7");
  EXPECT_EQ(node_behind(R"({"name":"X-Backend","value":"app-1"})"), "app-1");
  for (const char* header :
       {R"({"name":"age","value":"5"})", R"({"name":"Via","value":"1.1 x"})",
        R"({"name":"cf-ray","value":"1-AMS"})", R"({"name":"X-Cache-Hits","value":"0"})",
        R"({"name":"X-Amz-Cf-Pop","value":"AMS1"})", R"({"name":"X-Varnish","value":"1 2"})",
        R"({"name":"X-Served-By","value":"cache-ams-1"})",
        R"({"name":"Server","value":"AkamaiGHost"})",
        R"({"name":"Server","value":"cloudflare"})"}) {
    EXPECT_EQ(node_behind(header), "") << header;
  }
}

TEST(Har, EntriesAreInTheOrderOfTime) {
  const Document document =
      read(har(entry({.url = "http://e/3", .time = "2024-05-01T10:00:02Z"}) + "," +
               entry({.url = "http://e/1", .time = "2024-05-01T10:00:00Z"}) + "," +
               entry({.url = "http://e/2", .time = "yesterday"})));
  std::vector<std::string> order;
  for (const Exchange* exchange : document.exchanges()) order.push_back(exchange->request.target);
  EXPECT_EQ(order, (std::vector<std::string>{"http://e/1", "http://e/2", "http://e/3"}));
}

TEST(Har, TimesAreReadInTheFormsOfIso8601) {
  EXPECT_EQ(parse_iso_time("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(parse_iso_time("1970-01-01T00:00:01.5"), 1500);
  EXPECT_EQ(parse_iso_time("1970-01-01T01:00:00.0000001+0100"), 0);
  EXPECT_EQ(parse_iso_time("1969-12-31T23:00:00,001-01"), 1);
  for (const char* text :
       {"", "1970", "1970-13-01T00:00:00Z", "1970-02-30T00:00:00Z", "1970-01-01T00:00:00Q",
        "1970-01-01T00:00:00Zx", "1970-01-01T00:61:00Z"}) {
    EXPECT_EQ(parse_iso_time(text), std::nullopt) << text;
  }
}

// ---- who answered

TEST(Har, EntriesThatACacheAnsweredAreLeftOut) {
  for (const char* member :
       {R"("_fromCache":"disk")", R"("_fromCache":"memory")", R"("_servedFromCache":true)",
        R"("fromCache":true)", R"("_fetchType":"Memory Cache")", R"("_fetchType":"Service Worker")",
        R"("_fetchedViaServiceWorker":true)"}) {
    EXPECT_EQ(exchanges_of({.in_entry = "," + std::string(member)}), 0U) << member;
  }
  for (const char* member : {R"("_fromCache":null)", R"("_fromCache":"")", R"("_fromCache":false)",
                             R"("_fetchType":"Network Load")"}) {
    EXPECT_EQ(exchanges_of({.in_entry = "," + std::string(member)}), 1U) << member;
  }
  EXPECT_EQ(exchanges_of({.in_response = R"(,"_fromCache":true)"}), 0U);
}

TEST(Har, NothingTransferredIsACacheOnlyWhereTheFileCountsTransfers) {
  const std::string none = entry({.in_response = R"(,"_transferSize":0)"});
  const std::string some = entry({.in_response = R"(,"_transferSize":321)"});
  EXPECT_EQ(read(har(none)).exchanges().size(), 1U);
  EXPECT_EQ(read(har(none + "," + some)).exchanges().size(), 1U);
  EXPECT_EQ(read(har(some + "," + some)).exchanges().size(), 2U);
}

TEST(Har, WhatIsNotHttpIsLeftOut) {
  for (const char* url :
       {"data:text/plain,x", "blob:https://e/1", "chrome-extension://x/y", "file:///x"}) {
    EXPECT_EQ(exchanges_of({.url = url}), 0U) << url;
  }
  for (const char* url : {"wss://e/socket", "HTTP://e/", "/path", "localhost:8080/x"}) {
    EXPECT_EQ(exchanges_of({.url = url}), 1U) << url;
  }
  EXPECT_EQ(
      exchanges_of({.response_headers = R"({"name":"Non-Authoritative-Reason","value":"HSTS"})"}),
      0U);
}

// ---- bodies

Body body_of(const Document& document) { return document.exchanges().at(0)->response->body; }

TEST(Har, ABodyOfTheStatedSizeIsComplete) {
  const Document document = read(har(entry({.content = R"({"size":4,"text":"a\n\u00e9"})"})));
  const Body body = body_of(document);
  EXPECT_EQ(body.text.view, "a\n\xC3\xA9");
  EXPECT_EQ(in_file(document, body.text), R"(a\n\u00e9)");
  EXPECT_EQ(body.complete_size(), 4U);
}

TEST(Har, AShortBodyIsElidedAndALongerOneDecoded) {
  const Document cut = read(har(entry({.content = R"({"size":9,"text":"abc"})"})));
  EXPECT_TRUE(body_of(cut).elided);
  EXPECT_FALSE(body_of(cut).decoded);
  const Document grown = read(har(entry({.content = R"({"size":2,"text":"abc"})"})));
  EXPECT_TRUE(body_of(grown).decoded);
  const Document unknown = read(har(entry({.content = R"({"text":"abc"})"})));
  EXPECT_EQ(body_of(unknown).complete_size(), std::nullopt);
}

TEST(Har, ACodedBodyIsShownDecoded) {
  const Document document =
      read(har(entry({.response_headers = R"({"name":"content-encoding","value":"br"})",
                      .content = R"({"size":3,"text":"abc"})"})));
  EXPECT_TRUE(body_of(document).decoded);
}

TEST(Har, ABase64BodyIsItsBytes) {
  const Document document =
      read(har(entry({.content = R"({"size":5,"text":"aGVs\nbG8=","encoding":"base64"})"})));
  EXPECT_EQ(body_of(document).text.view, "hello");
  EXPECT_EQ(body_of(document).complete_size(), 5U);
  EXPECT_EQ(in_file(document, body_of(document).text), R"(aGVs\nbG8=)");
  EXPECT_EQ(decode_base64("_-8", 10), "\xFF\xEF");
  EXPECT_EQ(decode_base64("aGVsbG8=", 2), "he");
  EXPECT_EQ(decode_base64("!aGVs", 10), "");
}

TEST(Har, OfALongBodyTheStartIsKept) {
  const std::string text(kKeptBodyBytes + 100, 'x');
  const Document document = read(har(entry(
      {.content = R"({"size":)" + std::to_string(text.size()) + R"(,"text":")" + text + "\"}"})));
  EXPECT_EQ(body_of(document).text.view.size(), kKeptBodyBytes);
  EXPECT_TRUE(body_of(document).elided);
}

TEST(Har, NothingStandsUnderAResponseWithoutContent) {
  const std::string content = R"({"size":3,"text":"abc"})";
  for (const char* status : {"304", "204", "101"}) {
    EXPECT_FALSE(body_of(read(har(entry({.status = status, .content = content})))).recorded())
        << status;
  }
  EXPECT_FALSE(body_of(read(har(entry({.method = "HEAD", .content = content})))).recorded());
}

// ---- bad input

TEST(Har, ATruncatedFileIsReadUpToItsLastWholeEntry) {
  const std::string whole = har(entry({.url = "http://e/1"}) + "," + entry({.url = "http://e/2"}));
  const std::string cut = whole.substr(0, whole.size() - 4);
  const Document document = read(cut);
  ASSERT_EQ(document.exchanges().size(), 1U);
  EXPECT_EQ(in_file(document, document.exchanges()[0]->request.target_text), "http://e/1");
  ASSERT_EQ(document.problems().size(), 1U);
  EXPECT_EQ(document.problems()[0].detail, "the JSON ends here: a comma or } is expected");
  EXPECT_EQ(document.problems()[0].place.span().begin, cut.size());
}

struct Broken {
  const char* text;
  std::size_t at;
  const char* expected;
};

TEST(Har, BrokenJsonIsPlacedAndSaysWhatIsExpected) {
  const Broken cases[] = {
      {"", 0, "the JSON ends here: a value is expected"},
      {"{", 1, "the JSON ends here: a member name in double quotes or } is expected"},
      {R"({"log" {}})", 7, "the JSON breaks here: a colon behind the member name is expected"},
      {R"({"log":{} "a":1})", 10, "the JSON breaks here: a comma or } is expected"},
      {R"({"log":{"entries":[null 2]}})", 24, "the JSON breaks here: a comma or ] is expected"},
      {R"({"log":{"entries":[null,]}})", 24, "the JSON breaks here: a value is expected"},
      {R"({"log":{"entries":[],}})", 21,
       "the JSON breaks here: a member name in double quotes is expected"},
      {R"({"log":{"entries":["a)", 21,
       "the JSON ends here: the closing quote of a string is expected"},
      {R"({"log":{"entries":[]}} x)", 23, "the JSON breaks here: the end of the file is expected"},
      {R"({"log":{"entries":[]}}{})", 22, "the JSON breaks here: the end of the file is expected"},
      {"[1", 2, "the JSON ends here: a comma or ] is expected"},
      {"nope", 0, "the JSON breaks here: a value is expected"},
  };
  for (const Broken& one : cases) {
    const Document document = read(one.text);
    ASSERT_EQ(document.problems().size(), 1U) << one.text;
    EXPECT_EQ(document.problems()[0].detail, one.expected) << one.text;
    EXPECT_EQ(document.problems()[0].place.span().begin, one.at) << one.text;
  }
}

TEST(Har, AMemberOfAWrongShapeIsNamedByItsPath) {
  const std::string good = entry({});
  const auto only = [](const std::string& text) {
    const Document document = read(text);
    return details(document);
  };
  using Details = std::vector<std::string>;
  EXPECT_EQ(only("[]"), Details{"this file is an array, not an object"});
  EXPECT_EQ(only("7"), Details{"this file is a number, not an object"});
  EXPECT_EQ(only("{}"), Details{"this file has no log member, which holds the entries of a HAR"});
  EXPECT_EQ(only(R"({"log":7})"), Details{"log is a number, not an object"});
  EXPECT_EQ(only(R"({"log":{}})"), Details{"log.entries is missing"});
  EXPECT_EQ(only(R"({"log":{"entries":{}}})"), Details{"log.entries is an object, not an array"});
  EXPECT_EQ(only(har("7," + good)), Details{"log.entries[0] is a number, not an object"});
  EXPECT_EQ(only(har(good + ",{}")), Details{"log.entries[1].request is missing"});
  EXPECT_EQ(only(har(R"({"request":{"headers":[]}})")),
            Details{"log.entries[0].request.url is missing"});
  EXPECT_EQ(only(har(R"({"request":{"url":"http://e/","headers":"a"}})")),
            Details{"log.entries[0].request.headers is a string, not an array"});
  EXPECT_EQ(only(har(R"({"request":{"url":"http://e/","headers":[1,{"name":"a","value":[]}]}})")),
            (Details{"log.entries[0].request.headers[0] is a number, not an object",
                     "log.entries[0].request.headers[1].value is an array, not a string"}));
  EXPECT_EQ(only(har(R"({"request":{"url":"http://e/"},"response":{"content":[]}})")),
            Details{"log.entries[0].response.content is an array, not an object"});
}

TEST(Har, AWrongShapeIsPlacedAndTheEntryReadAsFarAsPossible) {
  const Document document = read(har(R"({"request":{"url":"http://e/","headers":"a"}})"));
  EXPECT_EQ(in_file(document, document.problems().at(0).place), "\"a\"");
  ASSERT_EQ(document.exchanges().size(), 1U);
  EXPECT_TRUE(document.exchanges()[0]->request.fields.elided());
  EXPECT_FALSE(document.exchanges()[0]->response);
}

TEST(Har, OfDuplicateMembersTheFirstIsRead) {
  const Document document = read(har(
      R"({"request":{"url":"http://e/1","url":"http://e/2","headers":[]},"request":{"url":"http://e/3"}})"));
  ASSERT_EQ(document.exchanges().size(), 1U);
  EXPECT_EQ(document.exchanges()[0]->request.target, "http://e/1");
  EXPECT_TRUE(document.problems().empty());
}

TEST(Har, BytesThatAreNotUtf8ArePlacedAndKept) {
  const Document document =
      read(har(entry({.response_headers = "{\"name\":\"ETag\",\"value\":\"\\\"\xFF\\\"\"}"})));
  ASSERT_EQ(document.problems().size(), 1U);
  EXPECT_EQ(document.problems()[0].kind, Problem::Kind::NotUtf8);
  EXPECT_EQ(in_file(document, document.problems()[0].place), "\xFF");
  EXPECT_EQ(document.exchanges().at(0)->response->fields.value(FieldName::ETag), "\"\xFF\"");
}

TEST(Har, AControlCharacterInAStringIsOneProblem) {
  const Document document = read(
      har(entry({.response_headers = "{\"name\":\"a\",\"value\":\"x\ny\"}"}) + "," + entry({})));
  ASSERT_EQ(document.problems().size(), 1U);
  EXPECT_EQ(in_file(document, document.problems()[0].place), "\n");
  EXPECT_EQ(document.exchanges().size(), 2U);
}

TEST(Har, EscapesAreDecodedAndOddOnesNamed) {
  EXPECT_EQ(decode_json(R"(\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac)", 100),
            "\"\\/\b\f\n\r\tA\u00e9\u20ac");
  EXPECT_EQ(decode_json(R"(\ud83d\ude00)", 100), "\U0001F600");
  EXPECT_EQ(decode_json(R"(\ud83d-\ude00\ud83d\u0041)", 100),
            "\uFFFD-\uFFFD\uFFFD"
            "A");
  EXPECT_EQ(decode_json(R"(\x\u12)", 100), R"(\x\u12)");
  EXPECT_EQ(decode_json("\\", 100), "\\");
  const Document document = read(har(entry({.response_headers = R"({"name":"a","value":"\x1"})"})));
  EXPECT_EQ(details(document), std::vector<std::string>{"\\x is no escape of JSON"});
}

TEST(Har, DepthBombsAreBounded) {
  const std::string open(100000, '[');
  const Document truncated = read(R"({"log":{"entries":)" + open);
  ASSERT_EQ(truncated.problems().size(), 1U);
  EXPECT_EQ(truncated.problems()[0].detail, "the JSON is nested deeper than 1,024 levels here");
  const Document skipped =
      read(R"({"log":{"x":)" + open + std::string(100000, ']') + R"(,"entries":[]}})");
  EXPECT_TRUE(skipped.problems().empty());
}

TEST(Har, AValueThatIsTooLongIsNotRead) {
  const std::string value(kLongestValueBytes + 1, 'x');
  const Document document =
      read(har(entry({.response_headers = R"({"name":"ETag","value":")" + value + "\"}"})));
  EXPECT_TRUE(document.exchanges().at(0)->response->fields.empty());
  EXPECT_EQ(exchanges_of({.url = "http://e/" + value}), 0U);
}

TEST(Har, RepairKeepsWhatIsWhole) {
  EXPECT_EQ(repair_json(R"({"a":{"b":[1,2)", 3).text, R"({"a":{"b":[1,2]}})");
  EXPECT_EQ(repair_json(R"({"a":{"b":[1,{"c":2)", 3).text, R"({"a":{"b":[1]}})");
  EXPECT_EQ(repair_json(R"({"a":1}x)", 3).text, R"({"a":1})");
  EXPECT_EQ(repair_json(R"({"a)", 3).text, "");
  const RepairedJson whole = repair_json(R"({"a":[-1.5e+3,true,false,null,"x\"y",{},[]]})", 3);
  EXPECT_FALSE(whole.broken);
  for (const char* number : {"-", "1.", "1e", "01", "+1", ".5"}) {
    EXPECT_TRUE(repair_json(number, 3).broken) << number;
  }
}

// ---- whole files

TEST(Har, ReadsEveryCorpusFile) {
  const std::vector<fs::path> paths = corpus();
  if (paths.empty()) GTEST_SKIP() << "no HAR files in " WIRETAG_CORPORA;
  std::size_t exchanges = 0;
  for (const fs::path& path : paths) {
    const Document document = read(file_text(path));
    EXPECT_GT(touch(document), 0U) << path;
    EXPECT_TRUE(document.problems().empty()) << path << details(document).at(0);
    EXPECT_FALSE(document.exchanges().empty()) << path;
    exchanges += Traffic(document.exchanges()).judged().size();
  }
  EXPECT_GT(exchanges, 100U);
}

std::string rich_sample() {
  return har(
      entry({.content = R"({"size":4,"text":"a\n\u00e9"})"}) + "," +
      entry({.request_headers =
                 R"({"name":":authority","value":"e"},{"name":"If-None-Match","value":"\"v1\""})",
             .status = "304",
             .in_response = R"(,"_transferSize":12)",
             .in_entry = R"(,"serverIPAddress":"192.0.2.1")"}) +
      "," + entry({.content = R"({"size":5,"text":"aGVsbG8=","encoding":"base64"})"}));
}

TEST(Har, EveryTruncationIsRead) {
  const std::string whole = rich_sample();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Document document = read(whole.substr(0, size));
    EXPECT_EQ(document.problems().size(), 1U) << size;
    touch(document);
  }
}

TEST(Har, NoMutationBreaksTheReader) {
  const std::string whole = rich_sample();
  constexpr std::string_view kBytes = "{}[]\",:\\u0-9ntf \n\xFF\x80";
  std::mt19937 random(1);
  const auto below = [&](std::size_t end) { return random() % end; };
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::size_t i = below(4) + 1; i > 0; --i) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0: text[at] = kBytes[below(kBytes.size())]; break;
        case 1: text.erase(at, below(30)); break;
        default: text.insert(at, 1, kBytes[below(kBytes.size())]); break;
      }
    }
    touch(read(text));
  }
}

}  // namespace
}  // namespace wiretag::readers
