#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

using nlohmann::json;

std::set<std::string> keys(const json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) names.insert(name);
  return names;
}

json position(int line, int column) { return {{"line", line}, {"column", column}}; }

TEST(Json, CheckHasTheStableShape) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("x.http", kWeakResume);
  const Result result = wiretag({"check", "--format", "json", file});
  EXPECT_EQ(result.exit, 1);
  const json report = json::parse(result.out);
  ASSERT_EQ(report.at("findings").size(), 1u);
  const json& finding = report.at("findings").at(0);
  EXPECT_EQ(finding.at("rule"), "weak-tag-in-if-range");
  EXPECT_EQ(finding.at("severity"), "error");
  EXPECT_TRUE(finding.at("message").is_string());
  EXPECT_EQ(finding.at("path"), file);
  EXPECT_EQ(finding.at("range").at("start"), position(4, 11));
  EXPECT_EQ(finding.at("range").at("end"), position(4, 27));
  EXPECT_TRUE(finding.at("related").is_array());
  EXPECT_EQ(finding.at("fingerprint").get<std::string>().size(), 16u);
  EXPECT_TRUE(finding.at("help_url").get<std::string>().ends_with("/weak-tag-in-if-range.md"));

  const json& fix = finding.at("fixes").at(0);
  EXPECT_TRUE(fix.at("title").is_string());
  EXPECT_EQ(fix.at("applicability"), "unsafe");
  ASSERT_EQ(fix.at("edits").size(), 2u);
  for (const json& edit : fix.at("edits")) {
    EXPECT_EQ(edit.at("path"), file);
    EXPECT_EQ(edit.at("text"), "");
    EXPECT_EQ(edit.at("range").at("start").at("column"), 1);
  }

  const json& summary = report.at("summary");
  EXPECT_EQ(summary.at("files"), 1);
  EXPECT_EQ(summary.at("exchanges"), 1);
  EXPECT_EQ(summary.at("lines"), 6);
  EXPECT_EQ(summary.at("errors"), 1);
  EXPECT_EQ(summary.at("warnings"), 0);
  EXPECT_EQ(summary.at("infos"), 0);
  EXPECT_EQ(summary.at("hints"), 0);
  EXPECT_TRUE(summary.at("elapsed_ms").is_number());
}

TEST(Json, RelatedPlaces) {
  const std::string text =
      "GET /video.mp4 HTTP/1.1\nHost: media.example.com\n\n"
      "HTTP/1.1 200 OK\nETag: \"clip-build-9\"\n\n###\n" +
      std::string(kWeakResume);
  const json report =
      json::parse(wiretag({"check", "--format", "json", "--select", "weak-tag-in-if-range", "-"},
                          {.input = text})
                      .out);
  const json& related = report.at("findings").at(0).at("related").at(0);
  EXPECT_EQ(keys(related), (std::set<std::string>{"path", "range", "message"}));
  EXPECT_EQ(related.at("range").at("start"), position(5, 7));
  EXPECT_EQ(related.at("range").at("end"), position(5, 21));
}

TEST(Json, LinesAreCountedAsLines) {
  const auto lines = [](const std::string& text) {
    const Result result = wiretag({"check", "--format", "json", "-"}, {.input = text});
    return json::parse(result.out).at("summary").at("lines").get<int>();
  };
  EXPECT_EQ(lines(""), 0);
  EXPECT_EQ(lines("# a"), 1);
  EXPECT_EQ(lines("# a\n"), 1);
  EXPECT_EQ(lines("# a\r\n# b"), 2);
}

TEST(Json, StaysValidForAnyBytes) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("\xFF\n.http",
                                          "GET /\xFF HTTP/1.1\nHost: a\nRange: bytes=1-\n"
                                          "If-Range: W/\"\xC3\x28\"\n\nno field \xFE\n");
  for (const char* format : {"json", "jsonl"}) {
    const Result result = wiretag({"check", "--format", format, file});
    EXPECT_EQ(result.exit, 1);
    std::size_t at = 0;
    if (std::string_view(format) == "json") {
      EXPECT_TRUE(json::accept(result.out)) << result.out;
      continue;
    }
    while (at < result.out.size()) {
      const std::size_t end = result.out.find('\n', at);
      EXPECT_TRUE(json::accept(result.out.substr(at, end - at)));
      at = end + 1;
    }
  }
  EXPECT_TRUE(json::accept(wiretag({"predict", "--format", "json", file}).out));
}

TEST(Json, UnreadableFilesAreNamed) {
  const TemporaryDirectory directory;
  const std::string none = directory.path() + "/none.http";
  const Result result =
      wiretag({"check", "--format", "json", none, directory.file("x.http", kWeakResume)});
  EXPECT_EQ(result.exit, 2);
  const json report = json::parse(result.out);
  EXPECT_EQ(report.at("findings").size(), 1u);
  EXPECT_EQ(report.at("unreadable"),
            json::array({{{"path", none}, {"message", "No such file or directory"}}}));
}

TEST(Json, JsonLinesEndInTheSummary) {
  const Result result =
      wiretag({"check", "--format", "jsonl", "-"}, {.input = std::string(kWeakResume)});
  const std::size_t end = result.out.find('\n');
  EXPECT_EQ(json::parse(result.out.substr(0, end)).at("rule"), "weak-tag-in-if-range");
  EXPECT_EQ(json::parse(result.out.substr(end + 1)).at("summary").at("errors"), 1);
}

TEST(Json, RulesHaveTheStableShape) {
  const Result result = wiretag({"rules", "--format", "json"});
  EXPECT_EQ(result.exit, 0);
  const json report = json::parse(result.out);
  bool found = false;
  for (const json& rule : report.at("rules")) {
    EXPECT_EQ(keys(rule), (std::set<std::string>{"id", "family", "severity", "tier", "kind", "fix",
                                                 "summary", "help_url"}));
    if (rule.at("id") != "weak-tag-in-if-range") continue;
    found = true;
    EXPECT_EQ(rule.at("family"), "D");
    EXPECT_EQ(rule.at("severity"), "error");
    EXPECT_EQ(rule.at("kind"), "rule");
    EXPECT_EQ(rule.at("fix"), "unsafe");
    EXPECT_TRUE(rule.at("tier").is_number_integer());
  }
  EXPECT_TRUE(found);
}

json predicted(const std::string& text) {
  const Result result = wiretag({"predict", "--format", "json", "-"}, {.input = text});
  EXPECT_EQ(result.exit, 0) << result.err;
  return json::parse(result.out).at("files").at(0).at("exchanges");
}

TEST(Json, PredictHasTheStableShape) {
  const json exchanges = predicted(std::string(kWeakResume));
  ASSERT_EQ(exchanges.size(), 1u);
  const json& exchange = exchanges.at(0);
  EXPECT_EQ(keys(exchange), (std::set<std::string>{"line", "method", "url", "recorded", "predicted",
                                                   "reason", "steps", "why_not", "wire", "cache"}));
  EXPECT_EQ(exchange.at("line"), 1);
  EXPECT_EQ(exchange.at("method"), "GET");
  EXPECT_EQ(exchange.at("url"), "/video.mp4");
  EXPECT_EQ(exchange.at("recorded"), nullptr);
  const json& prediction = exchange.at("predicted");
  EXPECT_EQ(prediction.at("status"), 200);
  EXPECT_EQ(prediction.at("allowed").at(0), 200);
  EXPECT_TRUE(prediction.at("confidence") == "certain" || prediction.at("confidence") == "likely");
  EXPECT_EQ(prediction.at("content_range"), nullptr);
  EXPECT_FALSE(exchange.at("reason").get<std::string>().empty());
  for (const json& step : exchange.at("steps")) {
    EXPECT_EQ(keys(step), (std::set<std::string>{"condition", "outcome", "spec", "because"}));
  }
  EXPECT_EQ(keys(exchange.at("why_not")),
            (std::set<std::string>{"204", "206", "304", "412", "416"}));
  const json& wire = exchange.at("wire");
  EXPECT_EQ(keys(wire), (std::set<std::string>{"request_bytes", "response_head_bytes", "body_bytes",
                                               "saved_bytes", "round_trips"}));
  EXPECT_EQ(wire.at("round_trips"), 1);
}

TEST(Json, PredictCountsTheRequestHead) {
  const std::string head =
      "GET /video.mp4 HTTP/1.1\r\nHost: media.example.com\r\nRange: bytes=1000000-\r\n"
      "If-Range: W/\"clip-build-9\"\r\n\r\n";
  const json exchange = predicted(std::string(kWeakResume)).at(0);
  EXPECT_EQ(exchange.at("wire").at("request_bytes"), head.size());
}

TEST(Json, PredictRecordedAndContentRange) {
  const json exchanges = predicted(
      "GET /v HTTP/1.1\nHost: a\nRange: bytes=0-9\n\n"
      "HTTP/1.1 206 Partial Content\nContent-Range: bytes 0-9/1000\nContent-Length: 10\n");
  ASSERT_EQ(exchanges.size(), 1u);
  EXPECT_EQ(exchanges.at(0).at("recorded"), 206);
  EXPECT_EQ(exchanges.at(0).at("predicted").at("content_range"), "bytes 0-9/1000");
}

TEST(Json, PredictLeavesOutWhatHasNoRequestLine) {
  EXPECT_EQ(predicted("HTTP/1.1 200 OK\nETag: \"a\"\n"), json::array());
  EXPECT_EQ(predicted(""), json::array());
}

TEST(Predict, FullSaysStatusReasonAndAgreement) {
  const std::string text =
      "GET /r HTTP/1.1\nHost: a\nIf-None-Match: \"v42\"\n\n"
      "# @origin ETag: \"v42\"\n\n"
      "HTTP/1.1 200 OK\nETag: \"v42\"\n";
  const Result result = wiretag({"predict", "-"}, {.input = text});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_TRUE(result.out.starts_with("<stdin>:1: GET /r\n  → 304 Not Modified (")) << result.out;
  EXPECT_NE(result.out.find("    not 204: "), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("  recorded 200 OK: contradicts the prediction\n"), std::string::npos)
      << result.out;
}

TEST(Predict, TellsWhatItDidNotUnderstand) {
  const Result result =
      wiretag({"predict", "-"}, {.input = std::string("GET / HTTP/1.1\nHost example.com\n")});
  EXPECT_EQ(result.exit, 0);
  EXPECT_TRUE(result.err.starts_with("wiretag: <stdin>:2: not understood: ")) << result.err;
}

}  // namespace
}  // namespace wiretag::test
