#include <gtest/gtest.h>

#include "tests/documents/logs/support.h"

namespace wiretag::logs {
namespace {

/// A format, a line of it, and what the line says.
struct Case {
  std::string_view format;
  std::string_view line;
  std::string_view target;
  int status;
  std::uint64_t bytes;
  std::int64_t time_s;
  std::string_view tag = {};
  std::string_view node = {};
  std::string_view asked = {};
};

constexpr std::string_view kCacheFormat =
    "log_format cache '$remote_addr - $remote_user [$time_local] \"$request\" '\n"
    "    '$status $body_bytes_sent \"$http_if_none_match\" \"$sent_http_etag\" '\n"
    "    '$upstream_addr $upstream_cache_status';";

const Case kCases[] = {
    {"common", R"(1.2.3.4 - bob [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368)", "/", 301,
     368, 1328910127},
    {"combined", R"(1.2.3.4 - - [10/Feb/2012:16:42:07 -0500] "GET /a\"b HTTP/1.0" 200 - "-" "x")",
     R"(/a\"b)", 200, 0, 1328910127},
    {"combined", R"(::1 - John Doe [10/Feb/2012:16:42:07 -0500] "GET /a HTTP/1.0" 200 5 "-" "x")",
     "/a", 200, 5, 1328910127},
    {"vhost_combined",
     R"(www.example.com:80 1.2.3.4 - u [10/Feb/2012:16:42:07 -0500] "GET / HTTP/1.0" 301 368 "-" "M")",
     "/", 301, 368, 1328910127},
    {kCacheFormat,
     R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "GET /a HTTP/1.1" 200 7 "\x22old\x22" "W/\x22new\x22" 10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80 MISS)",
     "/a", 200, 7, 1718020800, "new", "10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80", R"(\x22old\x22)"},
    {R"(log_format j escape=json '{"t":"$time_iso8601","u":"$request_uri","s":$status,"b":$body_bytes_sent,"e":"$sent_http_etag","n":"$upstream_addr"}';)",
     R"({"t":"2024-06-10T12:00:00+00:00","u":"/a","s":200,"b":12,"e":"W/\"v1\"","n":"10.0.0.1:80"})",
     "/a", 200, 12, 1718020800, "v1", "10.0.0.1:80"},
    {R"($remote_addr [$time_local] "$request_method $scheme://$host$request_uri" $status ${bytes_sent}b "$sent_http_etag")",
     R"(1.2.3.4 [10/Jun/2024:12:00:00 +0000] "GET https://example.com/a?b" 304 99b "\x22v\x22")",
     "https://example.com/a?b", 304, 99, 1718020800, "v"},
    {R"(LogFormat "%h %l %u %t \"%r\" %>s %b \"%{If-None-Match}i\" \"%{ETag}o\" %{BALANCER_WORKER_NAME}e" cached)",
     R"(1.2.3.4 - - [10/Jun/2024:12:00:00 +0000] "GET /a HTTP/1.1" 200 9 "\"v1\"" "\"v1-gzip\"" http://app2)",
     "/a", 200, 9, 1718020800, "v1-gzip", "http://app2", R"(\"v1\")"},
    {R"(%v:%p %a %{%Y-%m-%d %T}t "%m %U%q %H" %s %B ^FU)",
     R"(example.com:80 1.2.3.4 2024-06-10 12:00:00 "GET /a?b=1 HTTP/1.1" 200 9 ^FU)", "/a?b=1", 200,
     9, 1718020800},
    {R"(%h %l %u %t "%r" %s %b "%{ETag}o" %{Varnish:hitmiss}x)",
     R"(192.0.2.24 - - [10/Jun/2024:12:00:00 +0000] "GET http://vmods/a HTTP/1.1" 200 0 "W/\"x\"" hit)",
     "http://vmods/a", 200, 0, 1718020800, "x"},
    {"traefik",
     R"(172.17.0.1 - - [08/Dec/2021:09:16:05 +0000] "GET /a HTTP/1.1" 200 414 "-" "-" 500 "test@docker" "http://172.17.0.3:80" 0ms)",
     "/a",
     200,
     414,
     1638954965,
     {},
     "http://172.17.0.3:80"},
    {"nginx-proxy-manager",
     R"([24/Jan/2022:16:50:41 +0000] - 304 304 - GET http openresty.local "/" [Client 1.2.3.4] [Length 0] [Gzip -] [Sent-to openresty] "M 5" "-")",
     "/", 304, 0, 1643043041},
    {"haproxy",
     R"(10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1")",
     "/index.html",
     200,
     2750,
     1233922454,
     {},
     "srv1"},
    {"haproxy",
     R"(10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in~ static/<NOSRV> 10/0/30/69/109 503 27 - - ---- 1/1/1/1/0 0/0 "GET /index.html HTTP/1.1")",
     "/index.html",
     503,
     27,
     1233922454,
     {},
     "<NOSRV>"},
    {R"(log-format "%ci:%cp [%tr] %s %ST %B %[capture.req.hdr(0)] %{+Q}[res.hdr(etag)] %{+Q}r")",
     R"(10.0.1.2:1 [10/Jun/2024:12:00:00.000] app1 200 27 x "#22v1#22" "GET /a HTTP/1.1")", "/a",
     200, 27, 1718020800, "v1", "app1"},
    {"envoy",
     R"([2024-06-10T12:00:00.310Z] "POST /api/v1/locations HTTP/2" 204 - 154 0 226 100 "10.0.35.28" "nsq2http" "cc21" "locations" "tcp://10.0.2.1:80")",
     "/api/v1/locations",
     204,
     0,
     1718020800,
     {},
     "tcp://10.0.2.1:80"},
    {R"([%START_TIME(%Y-%m-%d %T)%] "%REQ(:METHOD)% %REQ(:PATH)%" %RESPONSE_CODE% %BYTES_SENT% "%REQ(IF-NONE-MATCH)%" "%RESP(ETAG)%" %UPSTREAM_HOST%)",
     R"([2024-06-10 12:00:00] "GET /a" 200 5 "-" "W/"v1"" 10.0.0.1:80)", "/a", 200, 5, 1718020800,
     "v1", "10.0.0.1:80", "-"},
    {"squid",
     "1525334330.556      3 120.65.1.1 TCP_REFRESH_MISS/200 2014 GET http://a.com/b.txt user "
     "DIRECT/1.2.3.4 text/plain",
     "http://a.com/b.txt",
     200,
     2014,
     1525334330,
     {},
     "1.2.3.4"},
    {R"(logformat mine %ts.%03tu %>a %Ss/%>Hs %<st %rm %ru "%{If-None-Match}>h" "%{ETag}<h")",
     R"(1718020800.001 1.2.3.4 TCP_HIT/200 14 GET http://a.com/b "-" "%22v1%22")",
     "http://a.com/b",
     200,
     14,
     1718020800,
     "v1",
     {},
     "-"},
    {"alb",
     R"(http 2024-06-10T12:00:00.463821Z app/x 192.168.1.10:44740 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - arn "R" "-" "-" 0 2018 "forward")",
     "http://www.example.com:80/",
     200,
     366,
     1718020800,
     {},
     "10.0.0.1:80"},
    {"s3",
     R"(b659 www.example.com [10/Feb/2012:16:42:07 -0500] 1.2.3.4 arn:x EB35 WEBSITE.GET.OBJECT index "GET /index HTTP/1.1" 200 - 368 368 10 9 "-" "M" - x)",
     "/index", 200, 368, 1328910127},
    {"#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status sc-bytes cs(If-None-Match) "
     "sc(ETag) s-computername",
     R"(2024-06-10 12:00:00 GET /a b=1 200 99 "v0" %22v1%22 WEB1)", "/a", 200, 99, 1718020800, "v1",
     "WEB1", "v0"},
    {"caddy",
     R"({"ts":1718020800.75,"request":{"client_ip":"1.2.3.4","method":"GET","host":"a.com","uri":"/x","headers":{"If-None-Match":["\"v0\"","\"z\""]},"tls":{"x":"}"}},"size":3,"status":200,"resp_headers":{"Etag":["W/\"v1\""]}})",
     "/x",
     200,
     3,
     1718020800,
     "v1",
     {},
     R"(\"v0\")"},
    {"cloudflare",
     R"({"EdgeStartTimestamp":1718020800000000000,"ClientRequestMethod":"GET","ClientRequestURI":"/x?y","EdgeResponseStatus":200,"EdgeResponseBytes":77,"CacheCacheStatus":"hit"})",
     "/x?y", 200, 77, 1718020800},
    {"ltsv",
     "host:1.2.3.4\ttime:10/Jun/2024:12:00:00 +0000\treq:GET /a HTTP/1.1\tstatus:200\tsize:5\t"
     "etag:\\x22v1\\x22\tupstream:10.0.0.1:80\tcache:HIT",
     "/a", 200, 5, 1718020800, "v1", "10.0.0.1:80"},
};

TEST(LogFormats, ReadTheirLines) {
  for (const Case& one : kCases) {
    const auto format = parse_format(one.format);
    ASSERT_TRUE(format) << one.format << ": " << format.error().message;
    LineReader reader(*format);
    LogRecord record;
    ASSERT_EQ(reader.read(one.line, record), LineResult::Request) << one.line;
    EXPECT_EQ(record.target, one.target) << one.line;
    EXPECT_EQ(record.status, one.status) << one.line;
    EXPECT_EQ(record.bytes, one.bytes) << one.line;
    EXPECT_EQ(record.time_s, one.time_s) << one.line;
    EXPECT_EQ(record.etag.opaque, one.tag) << one.line;
    EXPECT_EQ(record.column(Meaning::Node), one.node) << one.line;
    EXPECT_EQ(record.column(Meaning::IfNoneMatch), one.asked) << one.line;
    // A line with its CR says the same.
    const std::string with_cr = std::string(one.line) + "\r";
    ASSERT_EQ(reader.read(with_cr, record), LineResult::Request) << one.line;
    EXPECT_EQ(record.target, one.target) << one.line;
    EXPECT_EQ(record.line, one.line);
  }
}

TEST(LogFormats, TellWhatTheirColumnsAre) {
  const auto format = parse_format(kCacheFormat);
  ASSERT_TRUE(format);
  EXPECT_EQ(format->name, "log_format cache");
  EXPECT_EQ(format->product, "nginx");
  const LogColumns columns = columns_of(*format);
  EXPECT_TRUE(columns.time && columns.client && columns.node && columns.content_bytes &&
              columns.etag && columns.if_none_match && columns.cache_status);
  EXPECT_FALSE(columns.host || columns.if_modified_since || columns.if_range || columns.range ||
               columns.if_match);
}

TEST(LogFormats, PreferTheColumnThatTheClientSaw) {
  for (const auto& [text, line] :
       {std::pair(R"("$upstream_http_etag" "$sent_http_etag" $status $request_uri)",
                  R"("\x22a\x22" "\x22b\x22" 200 /)"),
        std::pair(R"("$sent_http_etag" "$upstream_http_etag" $status $request_uri)",
                  R"("\x22b\x22" "\x22a\x22" 200 /)")}) {
    const auto format = parse_format(text);
    ASSERT_TRUE(format);
    LineReader reader(*format);
    LogRecord record;
    ASSERT_EQ(reader.read(line, record), LineResult::Request);
    EXPECT_EQ(record.etag.opaque, "b") << text;
  }
}

struct BadFormat {
  std::string_view text;
  std::size_t position;
  std::string_view message;
};

TEST(LogFormats, SayWhatIsNotUnderstood) {
  const BadFormat cases[] = {
      {"combind", 0, "\"combind\" is neither a built-in format"},
      {"", 0, "is neither a built-in format"},
      {"$status ${request", 8, "\"${\" has no closing brace"},
      {"$status$request", 7, "nothing tells $status from $request"},
      {"$remote_addr [$time_local]", 0, "the format has no column for the status"},
      {"$remote_addr $status", 0, "the format has no column for the request"},
      {"%h %>s %{ETag", 7, "\"%{\" has no closing brace"},
      {"%r %>s %", 7, "\"%\" has no letter behind it"},
      {"log_format x '$status", 13, "' is not closed"},
      {"  $status ${request", 10, "\"${\" has no closing brace"},
      {R"({"status":"$status"}})", 0, "the text starts like a JSON object and is none"},
  };
  for (const BadFormat& one : cases) {
    const auto format = parse_format(one.text);
    ASSERT_FALSE(format) << one.text;
    EXPECT_EQ(format.error().position, one.position) << one.text;
    EXPECT_NE(format.error().message.find(one.message), std::string::npos)
        << one.text << ": " << format.error().message;
  }
}

TEST(LogFormats, TakeAnyText) {
  std::mt19937_64 random(7);
  constexpr std::string_view kBytes = "$%{}[]()\"'\\#: abrhsSTRE->,\tQ\n";
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 3 == 0 ? "log_format " : round % 3 == 1 ? "LogFormat " : "";
    for (std::size_t i = random() % 30; i > 0; --i) text += kBytes[random() % kBytes.size()];
    const auto format = parse_format(text);
    if (!format) {
      EXPECT_LE(format.error().position, text.size()) << text;
      continue;
    }
    LineReader reader(*format);
    LogRecord record;
    std::string line;
    for (std::size_t i = random() % 60; i > 0; --i) line += kBytes[random() % kBytes.size()];
    reader.read(line, record);
  }
}

TEST(LogFormats, AreNamedByComments) {
  const auto nginx = format_of_comment("# log_format main '$request $status';");
  ASSERT_TRUE(nginx && *nginx);
  EXPECT_EQ((*nginx)->name, "log_format main");
  const auto apache = format_of_comment(R"(#LogFormat "%h \"%r\" %>s" short)");
  ASSERT_TRUE(apache && *apache);
  EXPECT_EQ((*apache)->name, "LogFormat short");
  const auto w3c = format_of_comment("#Fields: time cs-method cs-uri-stem sc-status");
  ASSERT_TRUE(w3c && *w3c);
  EXPECT_TRUE((*w3c)->directives);
  EXPECT_FALSE(format_of_comment("# a log_format would be here"));
  EXPECT_FALSE(format_of_comment("log_format main '$request $status';"));
  const auto bad = format_of_comment("# log_format main '$request';");
  ASSERT_TRUE(bad);
  EXPECT_FALSE(*bad);
}

}  // namespace
}  // namespace wiretag::logs
