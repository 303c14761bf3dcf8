#include <gtest/gtest.h>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

constexpr std::string_view kHar =
    R"({"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/x?token=AAAAAAAA",)"
    R"("httpVersion":"HTTP/1.1","headers":[{"name":"Host","value":"a.example"}]},)"
    R"("response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[)"
    R"({"name":"ETag","value":"v1"}],"content":{"size":0}}}]}})";

constexpr std::string_view kHttp =
    "# Converted by wiretag: 1 exchange of 1 URL.\n"
    "# Credentials, cookies and signed URL parameters read ***1, ***2; equal ones the same.\n"
    "\n"
    "###\n"
    "# @recorded har\n"
    "GET https://a.example/x?token=***1 HTTP/1.1\n"
    "Host: a.example\n"
    "\n"
    "HTTP/1.1 200 OK\n"
    "ETag: v1\n";

constexpr std::string_view kLog =
    "203.0.113.7 - - [01/May/2024:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n";

TEST(ConvertCommand, WritesToStandardOutputOrAFile) {
  const TemporaryDirectory directory;
  const Result shown = wiretag({"convert", directory.file("a.har", kHar)});
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_EQ(shown.out, kHttp);
  EXPECT_EQ(shown.err, "");

  const std::string to = directory.path() + "/out.http";
  const Result written = wiretag({"convert", directory.path() + "/a.har", "-o", to});
  EXPECT_EQ(written.exit, 0);
  EXPECT_EQ(written.out, "");
  EXPECT_EQ(written.err, "wiretag: wrote 1 exchange to " + to + "\n");
  EXPECT_EQ(directory.read("out.http"), kHttp);
  EXPECT_EQ(wiretag({"check", to}).exit, 1) << "the tag has no quotes";

  const Result again = wiretag({"convert", to, "-o", to});
  EXPECT_EQ(again.exit, 0) << "a file that exists is replaced, and that is told";
  EXPECT_EQ(again.err, written.err);
  EXPECT_EQ(directory.read("out.http"), kHttp);
}

TEST(ConvertCommand, KeepsSecretsWhereAsked) {
  const Result result = wiretag({"convert", "--keep-secrets", "-"}, {.input = std::string(kHar)});
  EXPECT_NE(result.out.find("/x?token=AAAAAAAA"), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("***"), std::string::npos) << result.out;
}

TEST(ConvertCommand, ReadsStandardInput) {
  const Result har = wiretag({"convert", "-"}, {.input = std::string(kHar)});
  EXPECT_EQ(har.exit, 0) << har.err;
  EXPECT_EQ(har.out, kHttp);
  const Result curl = wiretag(
      {"convert", "-"},
      {.input = "> GET /a HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n< ETag: \"x\"\n<\n"});
  EXPECT_EQ(curl.exit, 0) << curl.err;
  EXPECT_NE(curl.out.find("# @recorded transcript\nGET /a HTTP/1.1\n"), std::string::npos)
      << curl.out;
  const Result markdown =
      wiretag({"convert", "--as", "markdown", "-"},
              {.input = "# Title\n\n```http\nGET /a HTTP/1.1\nHost: a.example\n```\n"});
  EXPECT_EQ(markdown.exit, 0) << markdown.err;
  EXPECT_NE(markdown.out.find("# @recorded documentation\n# @world 1\nGET /a HTTP/1.1\n"),
            std::string::npos)
      << markdown.out;
}

TEST(ConvertCommand, RefusesWhatHoldsNoExchange) {
  const TemporaryDirectory directory;
  const std::string log = directory.file("access.log", kLog);
  const Result result = wiretag({"convert", log});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "wiretag: " + log +
                            ": is an access log: a line of one holds too little to be an exchange "
                            "again; wiretag check reads it as it is\n");
  const Result piped = wiretag({"convert", "-"}, {.input = std::string(kLog)});
  EXPECT_EQ(piped.exit, 2);
  EXPECT_TRUE(piped.err.starts_with("wiretag: -: is an access log")) << piped.err;

  const std::string empty = directory.file("empty.md", "# Nothing\n");
  const Result none = wiretag({"convert", empty});
  EXPECT_EQ(none.exit, 2);
  EXPECT_EQ(none.err, "wiretag: " + empty + ": holds no exchange to convert\n");
  EXPECT_EQ(wiretag({"convert", directory.path() + "/none.har"}).exit, 2);
}

TEST(ConvertCommand, ConvertsWhatStandsBeforeAFaultAndTells) {
  std::string broken(kHar);
  broken.erase(broken.rfind("]}}"));
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.har", broken);
  const Result result = wiretag({"convert", file});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.out, kHttp);
  EXPECT_TRUE(result.err.starts_with("wiretag: " + file + ":1: not understood: ")) << result.err;
}

}  // namespace
}  // namespace wiretag::test
