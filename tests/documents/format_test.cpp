#include "documents/readers/format.h"

#include <string>

#include <gtest/gtest.h>

namespace wiretag::readers {
namespace {

struct Row {
  const char* text;
  std::optional<Format> format;
};

TEST(Sniff, KnowsWhatPeoplePaste) {
  const Row rows[] = {
      {"GET /x HTTP/1.1\nHost: h\n", Format::Http},
      {"# Request lands on pod A\nGET https://h/x\n", Format::Http},
      {"@host = h\nGET {{host}}/x\n", Format::Http},
      {"### first\n\nGET /x\n", Format::Http},
      {"HTTP/1.1 200 OK\nETag: \"a\"\n\n### second\nHTTP/1.1 304 Not Modified\n", Format::Http},
      {"HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\n# Title\n", Format::Http},
      {"HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\n{\"a\":1}", Format::Transcript},
      {"HTTP/2 304 \r\netag: \"a\"\r\n\r\n", Format::Transcript},
      {"\n\nHTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nETag: \"a\"\n\n", Format::Transcript},
      {"*   Trying 192.0.2.7:80...\n* Connected to h (192.0.2.7) port 80 (#0)\n> GET /x HTTP/1.1\n",
       Format::Transcript},
      {"> GET /x HTTP/2\n> Host: h\n> \n< HTTP/2 304 \n", Format::Transcript},
      {"< HTTP/1.1 304 Not Modified\n< ETag: \"a\"\n", Format::Transcript},
      {"$ curl -i https://example.com/x\nHTTP/1.1 200 OK\nETag: \"a\"\n", Format::Transcript},
      {"curl -H 'If-None-Match: \"a\"' https://example.com/x\n", Format::Transcript},
      {"#!/bin/sh\nset -e\ncurl -sI https://example.com/x\n# HTTP/1.1 200 OK\n# ETag: \"a\"\n",
       Format::Transcript},
      {"GET /x HTTP/1.1\nHost: h\nUser-Agent: HTTPie/3.2.2\n\n\n\nHTTP/1.1 200 OK\nETag: \"a\"\n",
       Format::Transcript},
      {"--2024-01-02 03:04:05--  http://h/x\nConnecting to h... connected.\n", Format::Transcript},
      {"12:00:00.1 IP 10.0.0.1.40000 > 10.0.0.2.80: Flags [P.], length 79: HTTP: GET /x HTTP/1.1\n",
       Format::Transcript},
      {"=> Send header, 79 bytes (0x4f)\n0000: GET /x HTTP/1.1\n", Format::Transcript},
      {"2024-01-02T03:04:05.678Z < HTTP/1.1 200 OK\n2024-01-02T03:04:05.678Z < ETag: \"a\"\n",
       Format::Transcript},
      {"# Caching\n\nText.\n\n```http\nGET /x HTTP/1.1\n```\n", Format::Markdown},
      {"Text.\n\n~~~ sh\n$ curl -i https://h/x\nHTTP/1.1 200 OK\nETag: \"a\"\n~~~\n",
       Format::Markdown},
      {"$ curl -i https://h/README.md\nHTTP/1.1 200 OK\nETag: \"a\"\n\n```http\nGET /x\n```\n",
       Format::Transcript},
      {"= Caching\n\n[source,http]\n----\nGET /x HTTP/1.1\n----\n", Format::AsciiDoc},
      {"Caching\n=======\n\n.. code-block:: http\n\n   GET /x HTTP/1.1\n",
       Format::ReStructuredText},
      {"{\"log\": {\"version\": \"1.2\", \"entries\": []}}", Format::Har},
      {"10.0.0.1 - - [10/Oct/2000:13:55:36 -0700] \"GET /x HTTP/1.1\" 304 0 \"-\" \"curl/8.5.0\"\n",
       Format::AccessLog},
      {"cache-control: no-cache\netag: W/\"a\"\n", Format::Http},
      {":authority: h\n:method: GET\n:path: /x\naccept: */*\n", Format::Transcript},
      {"name: x\nserver: y\ndate: z\n", std::nullopt},
      {"Dear team,\n\ncurl is a tool for GET requests.\n", std::nullopt},
      {"int main() { return 0; }\n", std::nullopt},
      {"* a list\n* of things\n> a quote\n< less\n", std::nullopt},
      {"", std::nullopt},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(sniff(row.text), row.format) << row.text;
    EXPECT_EQ(sniff("\xEF\xBB\xBF" + std::string(row.text)), row.format) << row.text;
  }
}

TEST(Format, KnowsNames) {
  EXPECT_EQ(format_of_name("a/b.HTTP"), Format::Http);
  EXPECT_EQ(format_of_name("b.hresp"), Format::Http);
  EXPECT_EQ(format_of_name("b.txt"), std::nullopt);
  for (const FormatName& one : format_names()) EXPECT_EQ(format_named(one.name), one.format);
}

}  // namespace
}  // namespace wiretag::readers
