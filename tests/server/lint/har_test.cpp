#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "server/lint/analysis.h"
#include "server/lint/fixes.h"

namespace wiretag::lint {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Sample {
  std::string method = "GET";
  Fields sent = {};
  int status = 200;
  Fields received = {};
  std::string peer = {};
};

/// A JSON string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string headers(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += ',';
    out += R"({"name":)" + quoted(name) + R"(,"value":)" + quoted(value) + '}';
  }
  return '[' + out + ']';
}

std::string har(const std::vector<Sample>& samples) {
  std::string entries;
  for (Sample sample : samples) {
    sample.sent.insert(sample.sent.begin(), {"Host", "example.com"});
    if (!entries.empty()) entries += ',';
    entries += R"({"request":{"method":")" + sample.method +
               R"(","url":"https://example.com/a","headers":)" + headers(sample.sent) +
               R"(},"response":{"status":)" + std::to_string(sample.status) + R"(,"headers":)" +
               headers(sample.received) + R"(},"serverIPAddress":")" + sample.peer + "\"}";
  }
  return R"({"log":{"entries":[)" + entries + "]}}";
}

std::string http(const std::vector<Sample>& samples) {
  std::string out;
  for (const Sample& sample : samples) {
    out += sample.method + " https://example.com/a HTTP/1.1\nHost: example.com\n";
    for (const auto& [name, value] : sample.sent) out += name + ": " + value + '\n';
    out += "\nHTTP/1.1 " + std::to_string(sample.status) + " X\n";
    for (const auto& [name, value] : sample.received) out += name + ": " + value + '\n';
    out += "\n###\n";
  }
  return out;
}

bool finds(std::string_view rule, std::string text, readers::Format format) {
  const readers::Document document("x", std::move(text), readers::Lifetime::Once, format);
  Selection selection;
  selection.severity = rules::Severity::Info;
  const Analysis analysis(document, selection);
  for (const rules::Finding& finding : analysis.findings()) {
    if (finding.rule->info.id == rule) return true;
  }
  return false;
}

const std::string kDate = "Wed, 01 May 2024 10:00:00 GMT";
const Fields kAnswer = {{"Date", kDate},
                        {"ETag", "\"v1\""},
                        {"Cache-Control", "max-age=60"},
                        {"Content-Length", "400"}};

TEST(HarLint, SaysNothingOfRequestsThatABrowserMade) {
  const Sample read{.received = kAnswer};
  const Sample write{.method = "PUT", .status = 204, .received = {{"Date", kDate}}};
  const Sample resume{.sent = {{"Range", "bytes=200-"}},
                      .status = 206,
                      .received = {{"Date", kDate}, {"Content-Range", "bytes 200-399/400"}}};
  const Sample if_range{.sent = {{"If-Range", "\"v1\""}}, .received = kAnswer};
  const std::pair<const char*, std::vector<Sample>> cases[] = {
      {"missed-revalidation", {read, read}},
      {"unguarded-write", {read, write}},
      {"resume-without-if-range", {resume}},
      {"if-range-without-range", {if_range}},
  };
  for (const auto& [rule, samples] : cases) {
    EXPECT_TRUE(finds(rule, http(samples), readers::Format::Http)) << rule;
    EXPECT_FALSE(finds(rule, har(samples), readers::Format::Har)) << rule;
  }
}

std::vector<Sample> drift(const Fields& more) {
  std::vector<Sample> samples;
  for (int i = 0; i < 4; ++i) {
    const std::string node = std::to_string(i % 2);
    Fields fields = {{"Date", kDate},
                     {"ETag", "\"tag" + node + "\""},
                     {"Content-Length", "400"},
                     {"Content-Digest", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"}};
    fields.insert(fields.end(), more.begin(), more.end());
    samples.push_back({.received = fields, .peer = "192.0.2." + node});
  }
  return samples;
}

TEST(HarLint, TakesTheAddressesOfAnOriginForItsNodes) {
  EXPECT_TRUE(finds("per-node-etag", har(drift({{"Server", "nginx"}})), readers::Format::Har));
  EXPECT_FALSE(finds("per-node-etag", har(drift({{"CF-Ray", "1-AMS"}})), readers::Format::Har));
}

TEST(HarLint, NeverEditsEvidence) {
  const std::string text = har({{.received = {{"Date", kDate}, {"ETag", "v1"}}}});
  EXPECT_TRUE(finds("etag-unquoted", text, readers::Format::Har));
  EXPECT_EQ(fix_all("x.har", text, {}, rules::FixKind::Unsafe, readers::Format::Har).text, text);
}

}  // namespace
}  // namespace wiretag::lint
