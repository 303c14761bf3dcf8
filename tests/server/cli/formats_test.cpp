#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

using nlohmann::json;

const std::string kHttp = "GET /a HTTP/1.1\nHost: a.example\n\nHTTP/1.1 200 OK\nETag: bare\n";
const std::string kHar =
    R"({"log":{"entries":[{"request":{"method":"GET","url":"https://a.example/a","headers":[]},)"
    R"("response":{"status":200,"headers":[{"name":"ETag","value":"bare"}]}}]}})";
const std::string kVerbose =
    "> GET /a HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n< ETag: bare\n<\n";
const std::string kInclude = "HTTP/1.1 200 OK\nETag: bare\n\nhello\n";
const std::string kMarkdown = "# Title\n\n```http\n" + kHttp + "```\n";
const std::string kAsciiDoc = "= Title\n\n[source,http]\n----\n" + kHttp + "----\n";
const std::string kRst =
    "Title\n=====\n\n.. code-block:: http\n\n   HTTP/1.1 200 OK\n   ETag: bare\n\nEnd.\n";
const std::string kLog =
    "203.0.113.7 - - [01/May/2024:10:00:00 +0000] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl/8\"\n"
    "203.0.113.7 - - [01/May/2024:10:00:01 +0000] \"GET /b HTTP/1.1\" 304 0 \"-\" \"curl/8\"\n";
const std::string kProse = "Dear Sir or Madam,\n\nthis is a letter.\n";

json summary_of(const Result& result) {
  const json report = json::parse(result.out, nullptr, false);
  EXPECT_FALSE(report.is_discarded()) << result.out << result.err;
  return report.is_object() ? report["summary"] : json::object();
}

std::vector<std::string> rules_of(const Result& result) {
  std::vector<std::string> rules;
  const json report = json::parse(result.out, nullptr, false);
  if (!report.is_object()) return rules;
  for (const json& finding : report["findings"]) rules.push_back(finding["rule"]);
  return rules;
}

struct Kind {
  const char* name;  ///< for --as, and of a file
  const char* file;
  const std::string& text;
};

const Kind kKinds[] = {
    {"http", "a.http", kHttp},       {"har", "a.har", kHar},
    {"curl", "a.curl", kVerbose},    {"transcript", "b.curl", kInclude},
    {"markdown", "a.md", kMarkdown}, {"asciidoc", "a.adoc", kAsciiDoc},
    {"rst", "a.rst", kRst},
};

/// One exchange with a tag that has no quotes.
void expect_read(const Result& result, const char* what) {
  EXPECT_EQ(result.exit, 1) << what << result.err;
  EXPECT_EQ(summary_of(result)["exchanges"], 1) << what << result.out;
  const std::vector<std::string> rules = rules_of(result);
  EXPECT_NE(std::find(rules.begin(), rules.end(), "etag-unquoted"), rules.end())
      << what << result.out;
}

const std::vector<std::string> kCheck = {"check", "--format", "json"};

std::vector<std::string> check(std::vector<std::string> more) {
  std::vector<std::string> all = kCheck;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Formats, AreToldByName) {
  const TemporaryDirectory directory;
  for (const Kind& kind : kKinds) {
    expect_read(wiretag(check({directory.file(kind.file, kind.text)})), kind.file);
  }
  for (const char* name : {"a.rest", "a.hresp"}) {
    expect_read(wiretag(check({directory.file(name, kHttp)})), name);
  }
}

TEST(Formats, AreToldByContent) {
  const TemporaryDirectory directory;
  for (const Kind& kind : kKinds) {
    expect_read(wiretag(check({"-"}), {.input = kind.text}), kind.name);
    expect_read(wiretag(check({directory.file("unnamed", kind.text)})), kind.name);
  }
  EXPECT_EQ(summary_of(wiretag(check({"-"}), {.input = kLog}))["requests"], 2);
}

TEST(Formats, AreToldByTheUser) {
  const TemporaryDirectory directory;
  for (const Kind& kind : kKinds) {
    expect_read(wiretag(check({"--as", kind.name, directory.file("a.txt", kind.text)})), kind.name);
    expect_read(wiretag(check({"--as", kind.name, directory.file("b.har", kind.text)})), kind.name);
    expect_read(wiretag(check({"--as", kind.name, "-"}), {.input = kind.text}), kind.name);
  }
  for (const char* name : {"accesslog", "log"}) {
    const Result log = wiretag(check({"--as", name, directory.file("c.http", kLog)}));
    EXPECT_EQ(summary_of(log)["requests"], 2) << log.out << log.err;
  }
  const Result wrong = wiretag({"check", "--as", "xml", "-"});
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_NE(wrong.err.find("'xml' is not"), std::string::npos) << wrong.err;
}

TEST(Formats, OfStandardInputAreToldByItsName) {
  expect_read(wiretag(check({"--stdin-filename", "a.md", "-"}), {.input = kMarkdown}), "a.md");
}

TEST(Formats, UnknownTextIsRefused) {
  const TemporaryDirectory directory;
  const std::string reason =
      ": is not recognised: no HTTP messages, HAR, transcript, listing in a document or access log "
      "was found; name its format with --as, or that of a log with --log-format\n";
  const std::string file = directory.file("letter", kProse);
  for (const auto& [path, input] : {std::pair(file, std::string()), {std::string("-"), kProse}}) {
    const Result result = wiretag({"check", path}, {.input = input});
    EXPECT_EQ(result.exit, 2);
    EXPECT_EQ(result.err, "wiretag: " + path + reason);
  }
}

TEST(Formats, DirectoriesAreWalkedForAllOfThem) {
  const TemporaryDirectory directory;
  for (const Kind& kind : kKinds) directory.file(kind.file, kind.text);
  directory.file("a.hresp", kInclude);
  directory.file("access.log", kLog);
  directory.file("build.log", kProse);
  directory.file("notes.txt", kHttp);
  const Result result = wiretag(check({directory.path()}));
  EXPECT_EQ(result.exit, 1) << result.err;
  const json summary = summary_of(result);
  EXPECT_EQ(summary["files"], 9) << result.out;
  EXPECT_EQ(summary["skipped"], 1) << "build.log";
  EXPECT_EQ(summary["exchanges"], 8);
  EXPECT_EQ(summary["requests"], 2);
}

TEST(Formats, ABrokenHarIsOneFindingAtItsPlace) {
  const TemporaryDirectory directory;
  std::string text = kHar;
  text.replace(text.rfind("]}}"), 3, "\n,!]}}");
  const std::string file = directory.file("a.har", text);
  const Result result = wiretag(check({"--select", "text-not-understood", file}));
  EXPECT_EQ(result.exit, 1) << result.err;
  const json report = json::parse(result.out, nullptr, false);
  ASSERT_EQ(report["findings"].size(), 1U) << result.out;
  const json& finding = report["findings"][0];
  EXPECT_EQ(finding["range"]["start"], (json{{"line", 2}, {"column", 2}}));
  const std::string message = finding["message"];
  EXPECT_TRUE(message.starts_with("Not understood: ")) << message;
  EXPECT_TRUE(message.ends_with(". The entries before it are checked")) << message;
  EXPECT_EQ(report["summary"]["exchanges"], 1);
  const Result lenient =
      wiretag(check({"--select", "text-not-understood", "--fail-on", "never", file}));
  EXPECT_EQ(lenient.exit, 0);
}

}  // namespace
}  // namespace wiretag::test
