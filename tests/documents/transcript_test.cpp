#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/readers/transcript_sniff.h"

namespace wiretag::readers {
namespace {

namespace fs = std::filesystem;

Document transcript(std::string text) {
  return {"x.txt", std::move(text), Lifetime::Once, Format::Transcript};
}

std::string show(const Fields& fields) {
  std::string out;
  for (const Field& field : fields.lines()) {
    out += fmt::format("  {}: {}\n", field.name().view, field.value().view);
  }
  return out;
}

std::string show(const Body& body) {
  if (!body.recorded()) return {};
  return fmt::format("  | {}{}{}\n", body.text.view, body.elided ? " (elided)" : "",
                     body.decoded ? " (decoded)" : "");
}

std::string show(const Response& response) {
  return fmt::format(" {} {}\n{}{}", response.version.view, response.status, show(response.fields),
                     show(response.body));
}

std::string show(const Exchange& exchange) {
  const Request& request = exchange.request;
  std::string out = "(no request)\n";
  if (request.stated()) {
    out = fmt::format("{} {} {}\n{}{}", request.method_name(), request.target, request.version.view,
                      show(request.fields), show(request.body));
  }
  for (const Response& interim : exchange.interim) out += show(interim);
  if (exchange.response) out += show(*exchange.response);
  return out;
}

std::string show(const Document& document) {
  std::string out;
  for (const Exchange* exchange : document.exchanges()) out += show(*exchange);
  return out;
}

/// Start lines only: `GET /x 304`, with `-` for what is not there.
std::string outline(const Document& document) {
  std::string out;
  for (const Exchange* exchange : document.exchanges()) {
    const Request& request = exchange->request;
    out += request.stated() ? fmt::format("{} {}", request.method_name(), request.target) : "-";
    out += exchange->response ? fmt::format(" {}", exchange->response->status) : " -";
    if (!exchange->peer.empty()) out += fmt::format(" @{}", exchange->peer.view);
    out += '\n';
  }
  return out;
}

/// Fails where a value that is written out in the file does not stand on its characters.
void expect_on_characters(const Document& document, const Text& text) {
  if (text.empty()) return;
  ASSERT_TRUE(text.placed());
  const text::Span span = text.span();
  ASSERT_LE(span.end, document.text().size());
  EXPECT_EQ(document.text().substr(span.begin, span.size()), text.view);
}

void expect_places(const Document& document) {
  for (const Exchange* exchange : document.exchanges()) {
    EXPECT_EQ(exchange->medium, Medium::Transcript);
    expect_on_characters(document, exchange->request.target_text);
    expect_on_characters(document, exchange->peer);
    for (const Field& field : exchange->request.fields.lines()) {
      EXPECT_FALSE(field.value().origin->editable());
      expect_on_characters(document, field.name());
      expect_on_characters(document, field.value());
    }
    if (!exchange->response) continue;
    expect_on_characters(document, exchange->response->line);
    expect_on_characters(document, exchange->response->status_text);
    expect_on_characters(document, exchange->response->body.text);
    for (const Field& field : exchange->response->fields.lines()) {
      expect_on_characters(document, field.name());
      expect_on_characters(document, field.value());
    }
  }
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

struct Twin {
  const char* name;
  const char* transcript;
  const char* http;
};

constexpr const char* kRevalidation = R"(GET /x HTTP/1.1
Host: example.com
User-Agent: curl/8.5.0
Accept: */*
If-None-Match: "v1"

HTTP/1.1 304 Not Modified
ETag: "v1"
Cache-Control: max-age=60
)";

constexpr const char* kFetch = R"(GET /x HTTP/1.1
Host: example.com
Accept: */*

HTTP/1.1 200 OK
ETag: "v1"
Content-Length: 7

{"a":1}
)";

const Twin kTwins[] = {
    {"verbose", R"(*   Trying 192.0.2.7:80...
* Connected to example.com (192.0.2.7) port 80 (#0)
> GET /x HTTP/1.1
> Host: example.com
> User-Agent: curl/8.5.0
> Accept: */*
> If-None-Match: "v1"
> 
* Mark bundle as not supporting multiuse
< HTTP/1.1 304 Not Modified
< ETag: "v1"
< Cache-Control: max-age=60
< 
* Connection #0 to host example.com left intact
)",
     kRevalidation},
    {"verbose with a body on the terminal", R"(> GET /x HTTP/1.1
> Host: example.com
> Accept: */*
>
< HTTP/1.1 200 OK
< ETag: "v1"
< Content-Length: 7
<
* Connection #0 to host example.com left intact
{"a":1})",
     kFetch},
    {"body before the last line", R"(> GET /x HTTP/1.1
> Host: example.com
> Accept: */*
> 
< HTTP/1.1 200 OK
< ETag: "v1"
< Content-Length: 7
< 
{"a":1}* Connection #0 to host example.com left intact
)",
     kFetch},
    {"progress meter",
     "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n"
     "                                 Dload  Upload   Total   Spent    Left  Speed\n"
     "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
     "> GET /x HTTP/1.1\r\n> Host: example.com\r\n> Accept: */*\r\n> \r\n"
     "< HTTP/1.1 200 OK\r\n< ETag: \"v1\"\r\n< Content-Length: 7\r\n< \r\n{ [7 bytes data]\n"
     "\r100     7  100     7    0     0   1976      0 --:--:-- --:--:-- --:--:--  2333\n"
     "* Connection #0 to host example.com left intact\n{\"a\":1}* Found bundle for host: 0x5 "
     "[serially]\n",
     kFetch},
    {"head printed twice", R"(> GET /x HTTP/1.1
> Host: example.com
> Accept: */*
> 
< HTTP/1.1 200 OK
HTTP/1.1 200 OK
< ETag: "v1"
ETag: "v1"
< Content-Length: 7
Content-Length: 7

< 
{"a":1})",
     kFetch},
    {"head printed again", R"(> GET /x HTTP/1.1
> Host: example.com
> Accept: */*
> 
< HTTP/1.1 200 OK
< ETag: "v1"
< Content-Length: 7
< 
{ [7 bytes data]
* Connection #0 to host example.com left intact
HTTP/1.1 200 OK
ETag: "v1"
Content-Length: 7

{"a":1})",
     kFetch},
    {"HTTP/2", R"(* using HTTP/2
* [HTTP/2] [1] OPENED stream for https://example.com/x
* [HTTP/2] [1] [:method: GET]
* [HTTP/2] [1] [if-none-match: "v1"]
> GET /x HTTP/2
> Host: example.com
> if-none-match: "v1"
> 
< HTTP/2 304 
< etag: "v1"
< 
)",
     "GET /x HTTP/2\nHost: example.com\nif-none-match: \"v1\"\n\nHTTP/2 304\netag: \"v1\"\n"},
    {"HTTP/3",
     "> GET /x HTTP/3\n> Host: h\n> range: bytes=0-1\n> \n< HTTP/3 206 \n< etag: W/\"a\"\n< \n",
     "GET /x HTTP/3\nHost: h\nrange: bytes=0-1\n\nHTTP/3 206\netag: W/\"a\"\n"},
    {"colors",
     "\x1b[1m> GET /x HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 200 OK\n< "
     "\x1b[1mETag\x1b[0m: \"v1\"\n< "
     "\x1b[1mLocation\x1b[0m: \x1b]8;;http://h/y\x1b\\http://h/y\x1b]8;;\x1b\\\n< \n",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 200 OK\nETag: \"v1\"\nLocation: http://h/y\n"},
    {"terminal recording",
     "> GET /x HTTP/1.1\r\r\n> Host: h\r\r\n> \r\r\n< HTTP/1.1 304 Not "
     "Modified\r\r\n< ETag: \"v1\"\r\r\n< \r\r\n",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 304 Not Modified\nETag: \"v1\"\n"},
    {"interim", R"(> PUT /x HTTP/1.1
> Host: h
> If-Match: "v1"
> Content-Length: 3
> Expect: 100-continue
> 
< HTTP/1.1 100 Continue
} [3 bytes data]
* We are completely uploaded and fine
< HTTP/1.1 204 No Content
< ETag: "v2"
< 
)",
     "PUT /x HTTP/1.1\nHost: h\nIf-Match: \"v1\"\nContent-Length: 3\nExpect: "
     "100-continue\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 204 No Content\nETag: \"v2\"\n"},
    {"redacted", "> GET /x HTTP/2\n> Host: h\n> authorization: [REDACTED]\n> \n< HTTP/2 200 \n< \n",
     "GET /x HTTP/2\nHost: h\nauthorization: [REDACTED]\n\nHTTP/2 200\n"},
    {"log of a build", R"(2024-01-02T03:04:05.1234567Z ##[group]Run curl
2024-01-02T03:04:05.1234567Z > GET /x HTTP/1.1
2024-01-02T03:04:05.1234568Z > Host: h
2024-01-02T03:04:05.1234569Z > 
2024-01-02T03:04:05.1334567Z < HTTP/1.1 304 Not Modified
2024-01-02T03:04:06.1234567Z < ETag: "v1"
2024-01-02T03:04:06.1234567Z < 
2024-01-02T03:04:07.1234567Z done
)",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 304 Not Modified\nETag: \"v1\"\n"},
    {"docker", R"(web-1    | ready
client-1 | > GET /x HTTP/1.1
client-1 | > Host: h
client-1 | > 
client-1 | < HTTP/1.1 200 OK
client-1 | < Content-Length: 2
client-1 | < 
client-1 | ok
web-1    | bye
)",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok\n"},
    {"comments of a script", R"(#!/bin/sh
# > GET /x HTTP/1.1
# > Host: h
# >
# < HTTP/1.1 304 Not Modified
# < ETag: "v1"
# <
set -e
)",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 304 Not Modified\nETag: \"v1\"\n"},
    {"indented",
     "    $ curl -v http://h/x\n    > GET /x HTTP/1.1\n    > Host: h\n    >\n    < "
     "HTTP/1.1 200 OK\n    < ETag: \"a\"\n    <\n",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 200 OK\nETag: \"a\"\n"},
    {"trace", R"(== Info: Connected to h (192.0.2.7) port 80 (#0)
=> Send header, 79 bytes (0x4f)
0000: GET /x HTTP/1.1
0011: Host: h
001a: If-None-Match: "012345678901234567890123456789012345678901234567
005a: 890123456789"
0069: 
<= Recv header, 17 bytes (0x11)
0000: HTTP/1.1 200 OK
<= Recv header, 12 bytes (0xc)
0000: ETag: "v1"
<= Recv header, 19 bytes (0x13)
0000: Content-Length: 7
<= Recv header, 2 bytes (0x2)
0000: 
<= Recv data, 7 bytes (0x7)
0000: {"a":1}
== Info: Connection #0 to host h left intact
)",
     "GET /x HTTP/1.1\nHost: h\nIf-None-Match: "
     "\"012345678901234567890123456789012345678901234567890123456789\"\n\nHTTP/1.1 200 OK\nETag: "
     "\"v1\"\nContent-Length: 7\n\n{\"a\":1}\n"},
    {"HTTPie", R"(GET /x HTTP/1.1
Accept: */*
Host: example.com
If-None-Match: "v1"
User-Agent: HTTPie/3.2.2



HTTP/1.1 304 Not Modified
ETag: "v1"



)",
     "GET /x HTTP/1.1\nAccept: */*\nHost: example.com\nIf-None-Match: \"v1\"\nUser-Agent: "
     "HTTPie/3.2.2\n\nHTTP/1.1 304 Not Modified\nETag: \"v1\"\n"},
    {"HTTPie with bodies", R"(PUT /x HTTP/1.1
Host: h
Content-Length: 8
Content-Type: application/json

{"a": 1}

HTTP/1.1 200 OK
Content-Length: 7

{
    "a": 1
}

)",
     "PUT /x HTTP/1.1\nHost: h\nContent-Length: 8\nContent-Type: application/json\n\n{\"a\": "
     "1}\n\nHTTP/1.1 200 OK\nContent-Length: 7\n\n{\n    \"a\": 1\n}\n"},
    {"wget -d", R"(---request begin---
GET /x HTTP/1.1
Host: h
Range: bytes=5-

---request end---
HTTP request sent, awaiting response... 
---response begin---
HTTP/1.1 206 Partial Content
ETag: "v1"

---response end---
)",
     "GET /x HTTP/1.1\nHost: h\nRange: bytes=5-\n\nHTTP/1.1 206 Partial Content\nETag: \"v1\"\n"},
    {"tcpdump", R"(reading from file x.pcap
12:00:00.100000 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [S], seq 1, win 64240, length 0
E..<..@.@.&.........
12:00:00.100100 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], seq 1:80, ack 1, length 79: HTTP: GET /x HTTP/1.1
E...h.@.@..........P...{....P...0...GET /x HTTP/1.1
Host: h
If-None-Match: "v1"


12:00:00.100200 IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [.], ack 80, win 512, length 0
E..(..@.@.&.
12:00:00.100300 IP 10.0.0.2.80 > 10.0.0.1.40000: Flags [P.], seq 1:90, ack 80, length 89: HTTP: HTTP/1.1 304 Not Modified
E...2.@.@.......P......P...1...HTTP/1.1 304 Not Modified
ETag: "v1"

)",
     "GET /x HTTP/1.1\nHost: h\nIf-None-Match: \"v1\"\n\nHTTP/1.1 304 Not Modified\nETag: "
     "\"v1\"\n"},
    {"tcpflow", R"(010.000.000.001.40000-010.000.000.002.00080: GET /x HTTP/1.1
Host: h

010.000.000.002.00080-010.000.000.001.40000: HTTP/1.1 200 OK
Content-Length: 2

ok
)",
     "GET /x HTTP/1.1\nHost: h\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok\n"},
    {"panel of a browser", R"(:authority: h
:method: GET
:path: /x
:scheme: https
if-none-match: "v1"

:status: 304
etag: "v1"
)",
     "GET /x HTTP/2\nHost: h\nif-none-match: \"v1\"\n\nHTTP/2 304\netag: \"v1\"\n"},
    {"curl -i", R"($ curl -i -H 'If-None-Match: "v1"' https://example.com/x
HTTP/2 304 
etag: "v1"

$ )",
     "GET https://example.com/x\nIf-None-Match: \"v1\"\n\nHTTP/2 304\netag: \"v1\"\n"},
    {"curl -I", "% curl -sI example.com/x\nHTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 70\n\n",
     "HEAD http://example.com/x\n\nHTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 70\n"},
    {"options", R"(me@host:~/src$ curl --silent -iX PUT --data-raw '{"a":1}' \
>   -H "If-Match: \"v1\"" -H 'Accept;' -H 'User-Agent:' \
>   "https://example.com/x?a=1&b=2" -o - 2>&1 | tee log
HTTP/1.1 412 Precondition Failed

)",
     "PUT https://example.com/x?a=1&b=2\nIf-Match: \"v1\"\nAccept:\n\nHTTP/1.1 412 Precondition "
     "Failed\n"},
    {"cmd.exe",
     "C:\\> curl ^\"https://example.com/x^\" ^\n  -H ^\"If-None-Match: ^\\^\"v1^\\^\"^\" "
     "-i\nHTTP/1.1 304 Not Modified\n\n",
     "GET https://example.com/x\nIf-None-Match: \"v1\"\n\nHTTP/1.1 304 Not Modified\n"},
    {"comments below a command", R"(# The second request costs no body.
curl -i -H 'If-None-Match: W/"a"' "$BASE/x"
# HTTP/1.1 200 OK
# ETag: W/"a"
#
# {"a":1}

echo done
)",
     "GET {{BASE}}/x\nIf-None-Match: W/\"a\"\n\nHTTP/1.1 200 OK\nETag: W/\"a\"\n\n{\"a\":1}\n"},
    {"range options", "$ curl -i -r 0-99 http://h/x\nHTTP/1.1 206 Partial Content\n\n",
     "GET http://h/x\nRange: bytes=0-99\n\nHTTP/1.1 206 Partial Content\n"},
    {"host field", "$ curl -i -H 'Host: h' http://192.0.2.7:8080/x\nHTTP/1.1 200 OK\n\n",
     "GET /x\nHost: h\n\nHTTP/1.1 200 OK\n"},
    {"redirects", R"($ curl -iL -H 'If-None-Match: "v1"' http://h/a
HTTP/1.1 302 Found
Location: /x
Content-Length: 0

HTTP/1.1 301 Moved Permanently
Location: https://other/x

HTTP/2 304 
etag: "v1"

)",
     "GET http://h/a\nIf-None-Match: \"v1\"\n\nHTTP/1.1 302 Found\nLocation: /x\nContent-Length: "
     "0\n\nGET http://h/x HTTP/1.1\nIf-None-Match: \"v1\"\n\nHTTP/1.1 301 Moved "
     "Permanently\nLocation: https://other/x\n\nGET https://other/x HTTP/1.1\nIf-None-Match: "
     "\"v1\"\n\nHTTP/2 304\netag: \"v1\"\n"},
    {"commands of HTTPie",
     "$ http GET h/x If-None-Match:'\"v1\"' q==1\nHTTP/1.1 304 Not Modified\n\n",
     "GET http://h/x\nIf-None-Match:\"v1\"\n\nHTTP/1.1 304 Not Modified\n"},
    {"wget -S", R"($ wget -S --header='If-None-Match: "v1"' http://h/x
--2024-01-02 03:04:05--  http://h/x
Resolving h (h)... 192.0.2.7
Connecting to h (h)|192.0.2.7|:80... connected.
HTTP request sent, awaiting response... 
  HTTP/1.1 304 Not Modified
  ETag: "v1"
2024-01-02 03:04:05 ERROR 304: Not Modified.
)",
     "GET http://h/x\nIf-None-Match: \"v1\"\n\nHTTP/1.1 304 Not Modified\nETag: \"v1\"\n"},
};

/// Versions that a command does not state, and what the client pads a listing with.
std::string comparable(std::string text) {
  text = replaced(std::move(text), "http://h/x HTTP/1.1", "http://h/x ");
  text = replaced(std::move(text), "https://other/x HTTP/1.1", "https://other/x ");
  return replaced(std::move(text), " (elided)", "");
}

TEST(Transcript, SaysWhatItsTwinSays) {
  for (const Twin& twin : kTwins) {
    SCOPED_TRACE(twin.name);
    const Document read = transcript(twin.transcript);
    const Document expected("x.http", twin.http);
    EXPECT_EQ(comparable(show(read)), comparable(show(expected)));
    EXPECT_TRUE(looks_like_transcript(twin.transcript));
  }
}

TEST(Transcript, ReadsAnyLineEnd) {
  for (const Twin& twin : kTwins) {
    SCOPED_TRACE(twin.name);
    const std::string text = replaced(twin.transcript, "\r", "");
    if (text.find("--:--") != std::string::npos) continue;
    const std::string lf = show(transcript(text));
    EXPECT_EQ(replaced(show(transcript(replaced(text, "\n", "\r\n"))), "\r", ""), lf);
    EXPECT_EQ(replaced(show(transcript(replaced(text, "\n", "\r"))), "\r", "\n"), lf);
  }
}

TEST(Transcript, StandsOnItsCharacters) {
  for (const Twin& twin : kTwins) {
    // Values that a file writes with escapes or in pieces stand on all of them.
    const std::string_view name = twin.name;
    if (name == "colors" || name == "trace" || name == "redirects" || name == "options" ||
        name == "range options" || name == "cmd.exe" || name == "comments below a command" ||
        name == "docker" || name == "panel of a browser" || name == "curl -I" ||
        name == "commands of HTTPie") {
      continue;
    }
    SCOPED_TRACE(twin.name);
    const Document read = transcript(twin.transcript);
    expect_places(read);
  }
}

TEST(Transcript, PairsRequestsAndResponses) {
  struct Row {
    const char* name;
    const char* text;
    const char* outline;
  };
  const Row rows[] = {
      {"several, with the nodes that answered",
       "* Connected to h (192.0.2.1) port 80 (#0)\n> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 "
       "200 "
       "OK\n< \n* Connection #0 to host h left intact\n* Re-using existing connection #0 with host "
       "h\n> GET /b HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 304 Not Modified\n< \n* Connected to i "
       "(2001:db8::1) port 443 (#1)\n> GET /c HTTP/1.1\n> \n< HTTP/1.1 404 Not Found\n< \n* "
       "Reusing existing http: connection with host h\n> GET /d HTTP/1.1\n> \n< HTTP/1.1 200 OK\n",
       "GET /a 200 @192.0.2.1\nGET /b 304 @192.0.2.1\nGET /c 404 @2001:db8::1\nGET /d 200 "
       "@192.0.2.1\n"},
      {"address as newer curl tells it",
       "* Established connection to h (192.0.2.1 port 443) from 10.0.0.1 port 5 \n> GET /a "
       "HTTP/2\n> \n< HTTP/2 200 \n< \n",
       "GET /a 200 @192.0.2.1\n"},
      {"redirect",
       "> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 301 Moved Permanently\n< Location: /b\n< \n* "
       "Ignoring the response-body\n* Issue another request to this URL: 'http://h/b'\n> GET /b "
       "HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 200 OK\n< \n",
       "GET /a 301\nGET /b 200\n"},
      {"retry",
       "> GET /a HTTP/1.1\n> Host: h\n> \n* Connection died, retrying a fresh connect\n* Closing "
       "connection 0\n> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 200 OK\n< \n",
       "GET /a -\nGET /a 200\n"},
      {"retry without a word",
       "> GET /a HTTP/1.1\n> Host: h\n> \n> GET /a HTTP/1.1\n> Host: h\n> \n< "
       "HTTP/1.1 200 OK\n< \n",
       "GET /a -\nGET /a 200\n"},
      {"in order",
       "> GET /a HTTP/1.1\n> \n> GET /b HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n< HTTP/1.1 "
       "404 Not Found\n< \n",
       "GET /a 200\nGET /b 404\n"},
      {"unknown order",
       "> GET /a HTTP/2\n> \n> GET /b HTTP/2\n> \n< HTTP/2 200 \n< \n< HTTP/2 304 "
       "\n< \n",
       "- 200\n- 304\nGET /a -\nGET /b -\n"},
      {"proxy",
       "* Connected to squid.lan (10.0.0.9) port 3128\n> CONNECT h:443 HTTP/1.1\n> Host: h:443\n> "
       "\n< "
       "HTTP/1.1 200 Connection established\n< \n* CONNECT phase completed\n> GET /a HTTP/1.1\n> "
       "Host: h\n> \n< HTTP/1.1 200 OK\n< \n",
       "GET /a 200\n"},
      {"heads alone",
       "HTTP/1.1 301 Moved Permanently\nLocation: /b\n\nHTTP/1.1 200 OK\nETag: "
       "\"a\"\n\nbody\n",
       "- 301\n- 200\n"},
      {"heads through a proxy",
       "$ curl -i -x p:3128 https://h/a\nHTTP/1.1 200 Connection established\n\nHTTP/1.1 200 "
       "OK\nETag: \"a\"\n\n",
       "GET https://h/a 200\n"},
      {"100-continue",
       "$ curl -i -T f http://h/a\nHTTP/1.1 100 Continue\n\nHTTP/1.1 201 "
       "Created\nETag: \"a\"\n\n",
       "PUT http://h/a 201\n"},
      {"several URLs",
       "$ curl -sI http://h/a http://h/b\nHTTP/1.1 200 OK\nETag: \"a\"\n\nHTTP/1.1 404 "
       "Not Found\nServer: x\n\n",
       "HEAD http://h/a 200\nHEAD http://h/b 404\n"},
      {"the command of printed heads",
       "$ curl -v http://h/a\n< HTTP/1.1 200 OK\n< ETag: \"a\"\n< \n", "GET http://h/a 200\n"},
      {"a command without output", "curl -H 'If-None-Match: \"a\"' http://h/a\necho done\n",
       "GET http://h/a -\n"},
      {"a plain command without output", "curl -o x http://h/a\ncurl -s http://h/b | jq .\n", ""},
      {"a command that nobody runs", "# curl -H 'If-None-Match: \"a\"' http://h/a\n", ""},
      {"node in the command",
       "$ curl -i --resolve h:443:192.0.2.3 https://h/a\nHTTP/1.1 200 OK\nETag: \"a\"\n\n",
       "GET https://h/a 200 @192.0.2.3\n"},
      {"node in the URL",
       "$ curl -i -H 'Host: h' http://192.0.2.3:80/a\nHTTP/1.1 200 OK\nETag: \"a\"\n\n",
       "GET /a 200 @192.0.2.3\n"},
      {"node of wget",
       "--2024-01-02 03:04:05--  http://h/a\nConnecting to h (h)|192.0.2.3|:80... connected.\nHTTP "
       "request sent, awaiting response... \n  HTTP/1.1 302 Found\n  Location: /b\nLocation: /b "
       "[following]\n--2024-01-02 03:04:05--  http://h/b\nReusing existing connection to "
       "h:80.\nHTTP request sent, awaiting response... \n  HTTP/1.1 200 OK\n  ETag: \"a\"\nLength: "
       "7\n",
       "GET http://h/a 302 @192.0.2.3\nGET http://h/b 200 @192.0.2.3\n"},
      {"flows",
       "1:00:00.1 x\n12:00:00.1 IP 10.0.0.1.1 > 10.0.0.2.80: Flags [P.], length 9\nE..GET /a "
       "HTTP/1.1\nHost: h\n\n12:00:00.2 IP 10.0.0.1.2 > 10.0.0.2.80: Flags [P.], length "
       "9\nE..GET /b HTTP/1.1\nHost: h\n\n12:00:00.3 IP 10.0.0.2.80 > 10.0.0.1.2: Flags [P.], "
       "length 9\nE..HTTP/1.1 404 Not Found\n\n12:00:00.4 IP 10.0.0.2.80 > 10.0.0.1.1: Flags [P.], "
       "length 9\nE..HTTP/1.1 200 OK\n\n",
       "GET /b 404\nGET /a 200\n"},
      {"a loop",
       "$ for i in 1 2; do curl -sI http://h/a; done\nHTTP/1.1 200 OK\nETag: \"a\"\n\nHTTP/1.1 200 "
       "OK\nETag: \"b\"\n\n",
       "HEAD http://h/a 200\nHEAD http://h/a 200\n"},
      {"redirect through a proxy",
       "$ curl -iL h/a\nHTTP/1.1 302 Found\nLocation: /b\n\nHTTP/1.0 200 Connection "
       "established\n\nHTTP/1.1 200 OK\nETag: \"a\"\n\n",
       "GET http://h/a 302\nGET http://h/b 200\n"},
      {"content that shows heads",
       "$ curl -i http://h/rfc.txt\nHTTP/1.1 200 OK\nETag: \"a\"\n\n  GET /x HTTP/1.1\n  Host: "
       "h\n\n "
       " HTTP/1.1 200 OK\n  ETag: \"b\"\n",
       "GET http://h/rfc.txt 200\n"},
      {"a quote that nobody closes",
       "$ curl -d 'it -v http://h/a\n*   Trying 192.0.2.1:80...\n> GET /a HTTP/1.1\n> \n< HTTP/1.1 "
       "200 "
       "OK\n< \n",
       "GET /a 200\n"},
      {"the command in a recording",
       "Script started on 2024-01-02 [COMMAND=\"curl -v http://h/a\"]\n> GET /a HTTP/1.1\n> \n< "
       "HTTP/1.1 200 OK\n< \n",
       "GET /a 200\n"},
      {"prose", "We saw HTTP/1.1 304 Not Modified\nand GET /x HTTP/1.1 before.\n", ""},
      {"prose that starts so", "HTTP/1.1 304 is cheap\nand we like it\n", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Document read = transcript(row.text);
    EXPECT_EQ(outline(read), row.outline);
    EXPECT_TRUE(read.problems().empty());
  }
}

TEST(Transcript, ReadsTheCommentsAboveACommand) {
  const Document read = transcript(
      "# unrelated: @node x\n\n# @node pod-a\n# server's current validator:\n# ETag: \"v1\"\n"
      "# wiretag-ignore some-rule: known\n$ curl -v http://h/a\n* Trying 192.0.2.1:80...\n"
      "> GET /a HTTP/1.1\n> Host: h\n> \n< HTTP/1.1 304 Not Modified\n< \n"
      "# lands on pod B\n$ curl -i http://h/a\nHTTP/1.1 200 OK\nETag: \"v2\"\n\n");
  const auto exchanges = read.exchanges();
  ASSERT_EQ(exchanges.size(), 2U);
  EXPECT_EQ(exchanges[0]->notes.node.view, "pod-a");
  expect_on_characters(read, exchanges[0]->notes.node);
  ASSERT_EQ(exchanges[0]->notes.origin.size(), 1U);
  EXPECT_EQ(exchanges[0]->notes.origin[0].value.view, "\"v1\"");
  EXPECT_EQ(exchanges[1]->notes.node.view, "pod B");
  ASSERT_EQ(read.suppressions().size(), 1U);
  EXPECT_EQ(read.suppressions()[0]->exchange, exchanges[0]);
}

TEST(Transcript, KeepsWhatTheShellSends) {
  struct Row {
    const char* argument;
    const char* value;    ///< of If-None-Match
    const char* written;  ///< what it stands on
  };
  const Row rows[] = {
      {R"(-H 'If-None-Match: "v1"')", R"("v1")", R"("v1")"},
      {R"(-H "If-None-Match: \"v1\"")", R"("v1")", R"("v1\")"},
      {R"(-H "If-None-Match: "v1"")", "v1", "v1"},
      {R"(-H If-None-Match:\"v1\")", R"("v1")", R"("v1\")"},
      {R"(-H$'If-None-Match: \'v1\'')", "'v1'", R"('v1\')"},
      {R"(--header=If-None-Match:v1)", "v1", "v1"},
      {R"(-H "If-None-Match: $TAG")", "{{TAG}}", "$TAG"},
      {R"x(-H "If-None-Match: $(cat tag)")x", "{{cattag}}", "$(cat tag)"},
      {R"(-H 'If-None-Match: W/"a"' -H 'X: ''y')", R"(W/"a")", R"(W/"a")"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.argument);
    const Document read =
        transcript(fmt::format("$ curl -i {} http://h/x\nHTTP/1.1 200 OK\n\n", row.argument));
    const auto exchanges = read.exchanges();
    ASSERT_EQ(exchanges.size(), 1U);
    const Field* field = exchanges[0]->request.fields.find(http::FieldName::IfNoneMatch);
    ASSERT_NE(field, nullptr);
    EXPECT_EQ(field->value().view, row.value);
    const text::Span span = field->value().span();
    EXPECT_EQ(read.text().substr(span.begin, span.size()), row.written);
  }
}

TEST(Transcript, KnowsWhetherABodyIsComplete) {
  struct Row {
    const char* head;
    const char* behind;
    const char* body;
    bool elided;
  };
  const Row rows[] = {
      {"< Content-Length: 2\n< \n", "ok\n* Connection #0 to host h left intact\n", "ok", false},
      {"< Content-Length: 2\n< \n", "* Connection #0 to host h left intact\nok", "ok", false},
      {"< Content-Length: 2\n< \n", "* Connection #0 to host h left intact\nother\n", "", false},
      {"< Content-Length: 9\n< \n", "ok\n* Connection #0 to host h left intact\n", "ok", true},
      {"< \n", "ok\n* Connection #0 to host h left intact\n", "ok", true},
      {"< Content-Length: 2\n< \n", "ok$ ls\n", "ok$ ls", true},
      {"< Content-Length: 2\n< \n", "ok$ curl -i http://h/y\n", "ok", false},
      {"< Content-Length: 6\n< \n", "> a\n* b\n", "> a", true},
      {"< Content-Length: 2\n< Transfer-Encoding: chunked\n< \n", "ok\n", "ok", true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(fmt::format("{}{}", row.head, row.behind));
    const Document read = transcript(
        fmt::format("> GET /x HTTP/1.1\n> \n< HTTP/1.1 200 OK\n{}{}", row.head, row.behind));
    const auto exchanges = read.exchanges();
    ASSERT_FALSE(exchanges.empty());
    const Body& body = exchanges[0]->response->body;
    EXPECT_EQ(body.text.view, row.body);
    EXPECT_EQ(body.elided, row.elided);
  }
  for (const char* head : {"> HEAD /x HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< Content-Length: 2\n< \n",
                           "> GET /x HTTP/1.1\n> \n< HTTP/1.1 304 Not Modified\n< \n",
                           "> GET /x HTTP/1.1\n> \n< HTTP/1.1 204 No Content\n< \n"}) {
    const Document read = transcript(std::string(head) + "ok\n");
    EXPECT_FALSE(read.exchanges().at(0)->response->body.recorded()) << head;
  }
}

TEST(Transcript, ReadsOddBytes) {
  const std::string text =
      "> GET /x HTTP/1.1\n> If-None-Match: \"\xFF\"\n> \n< HTTP/1.1 200 OK\n< ETag: \"a\"\n< \n" +
      std::string(1, '\0') + "\xFE\n";
  const Document read = transcript(text);
  EXPECT_EQ(outline(read), "GET /x 200\n");
  EXPECT_EQ(read.problems().size(), 2U);
}

/// Time follows the size: these take seconds where it does not.
TEST(Transcript, ReadsLongLinesAndManyLines) {
  constexpr std::size_t kSize = 400'000;
  const auto many = [](std::string_view line) {
    std::string text;
    while (text.size() < kSize) text += line;
    return text;
  };
  const std::string open = "> GET /x HTTP/1.1\n> \n< HTTP/1.1 200 OK\n< \n";
  for (const std::string& text :
       {open + std::string(kSize, 'a'),
        open + many("* "),
        open + many("== "),
        open + many("\r"),
        open + many("* a\n"),
        open + many("HTTP/1.1 200 OK "),
        open + many("curl "),
        "> GET /" + std::string(kSize, 'a') + " HTTP/1.1\n> Host: h\n> \n",
        "$ curl '" + std::string(kSize, 'a'),
        "$ curl " + many("$("),
        "$ curl " + many("\\\n"),
        "\x1b[1m" + many("\x1b]"),
        many("\x1b["),
        many("> GET /x HTTP/1.1\n"),
        many("< HTTP/1.1 200 OK\n"),
        many("> GET /x HTTP/2\n> \n"),
        many("HTTP/1.1 100 Continue\n\n"),
        "12:00:00.1 IP a.1 > b.2: x\n" + many("HTTP/"),
        "=> Send header, 9 bytes (0x9)\n" + many("0000: a\n"),
        many("--2024-01-02 03:04:05--  http://h/\n"),
        many("$ curl -r 0-1 http://h/\n")}) {
    const Document read = transcript(text);
    EXPECT_LE(read.exchanges().size(), kSize);
  }
}

std::string file_text(const fs::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(Transcript, ReadsRealFiles) {
  const fs::path corpora = WIRETAG_CORPORA;
  if (!fs::exists(corpora)) GTEST_SKIP() << "no corpora";
  int with_exchange = 0;
  for (const auto& entry : fs::directory_iterator(corpora / "curl")) {
    const std::string text = file_text(entry.path());
    EXPECT_TRUE(looks_like_transcript(text)) << entry.path();
    const Document read = transcript(text);
    with_exchange += read.exchanges().empty() ? 0 : 1;
    EXPECT_TRUE(read.problems().empty()) << entry.path();
  }
  EXPECT_GT(with_exchange, 0);
  for (const char* folder : {"markdown", "http_fences", "http"}) {
    for (const auto& entry : fs::recursive_directory_iterator(corpora / folder)) {
      if (!entry.is_regular_file()) continue;
      const Document read = transcript(file_text(entry.path()));
      for (const Exchange* exchange : read.exchanges()) {
        EXPECT_TRUE(exchange->request.stated() || exchange->response) << entry.path();
      }
    }
  }
}

TEST(Transcript, SurvivesMutations) {
  std::mt19937 random(7);
  const auto below = [&](std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound)(random);
  };
  for (const Twin& twin : kTwins) {
    const std::string whole = twin.transcript;
    for (int round = 0; round < 60; ++round) {
      std::string text = whole;
      for (std::size_t edits = below(4) + 1; edits > 0; --edits) {
        const std::size_t at = below(text.size());
        const std::size_t size = std::min(below(12), text.size() - at);
        const std::string_view other = kTwins[below(std::size(kTwins) - 1)].transcript;
        const std::size_t from = below(other.size());
        text.replace(at, size, other.substr(from, below(20)));
      }
      const Document read = transcript(text);
      for (const Exchange* exchange : read.exchanges()) {
        EXPECT_LE(exchange->request.line.span().end, text.size());
        if (!exchange->response) continue;
        EXPECT_LE(exchange->response->body.text.span().end, text.size());
      }
      Document edited = transcript(whole);
      edited.edit({0, static_cast<std::uint32_t>(whole.size())}, text);
      EXPECT_EQ(show(edited), show(read));
    }
  }
}

}  // namespace
}  // namespace wiretag::readers
