#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "documents/model/log_traffic.h"
#include "server/lint/analysis.h"
#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

namespace fs = std::filesystem;
using rules::tests::Fleet;
using rules::tests::log_of;
using rules::tests::traffic_of;
using Findings = std::vector<std::string>;

Result check_json(const std::string& path) {
  return wiretag({"check", "--format", "json", "--isolated", path});
}

/// What is found in the drifting log, whatever it is wrapped in.
const Findings kDrift = {"log-avoidable-bytes info", "log-per-upstream-etag error"};

TEST(Logs, APlantedHourGivesWhatWasPlanted) {
  Fleet fleet;
  fleet.drifting = {2};
  fleet.deploy_s = 1800;
  fleet.deploy_step_s = 0;
  std::string text = log_of(traffic_of(fleet));
  text.insert(text.find('\n', text.size() / 2) + 1,
              "192.0.2.9 [10/Jun/2026:12:29:59 +0000] \"GE\n");
  const TemporaryDirectory directory;
  const Result result = check_json(directory.file("access.log", text));
  EXPECT_EQ(result.exit, 1) << result.err;
  EXPECT_EQ(found(result), (Findings{"log-avoidable-bytes info", "log-deploy-reset info",
                                     "log-line-unreadable warning", "log-per-upstream-etag error"}))
      << result.out;
  EXPECT_TRUE(holds(result.out, rules::tests::url_of(2) + ": 3 nodes send 3 tags")) << result.out;
  EXPECT_TRUE(holds(result.out, "1 of ")) << result.out;
}

TEST(Logs, AHealthyHourGivesNothing) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    Fleet fleet;
    fleet.seed = seed;
    const TemporaryDirectory directory;
    const Result result = check_json(directory.file("access.log", log_of(traffic_of(fleet))));
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(found(result), Findings{}) << result.out;
  }
}

TEST(Logs, AreReadWhateverEndsTheirLines) {
  const std::string log = drifting_log();
  const TemporaryDirectory directory;
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain", log},
      {"CR LF", replaced(log, "\n", "\r\n")},
      {"BOM", "\xEF\xBB\xBF" + log},
      {"no end of the last line", log.substr(0, log.size() - 1)},
      {"blank lines", replaced(log, "\n", "\n\n")},
      {"NUL in a line that no rule needs", log + std::string("\0\0\0", 3) + "\n" + log},
      {"invalid UTF-8", replaced(log, "/app.js", "/caf\xE9.js")},
  };
  for (const auto& [name, text] : cases) {
    Findings expected = kDrift;
    if (name.starts_with("NUL"))
      expected.insert(expected.begin() + 1, "log-line-unreadable warning");
    const Result result = check_json(directory.file("access.log", text));
    EXPECT_EQ(found(result), expected) << name << "\n" << result.out;
    EXPECT_EQ(result.err, "") << name;
  }
}

TEST(Logs, WithoutRequestsAreClean) {
  const TemporaryDirectory directory;
  for (const std::string_view text : {"", "\n\n", "# only\n# comments\n"}) {
    const Result result = check_json(directory.file("access.log", text));
    EXPECT_EQ(result.exit, 0) << result.err;
    EXPECT_EQ(found(result), Findings{});
    EXPECT_EQ(wiretag({"check", "--statistics", directory.path() + "/access.log"}).exit, 0);
  }
}

TEST(Logs, InUtf16AreRefused) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", std::string_view("\xFF\xFE"
                                                                         "1\0 \0-\0\n\0",
                                                                         10));
  const Result result = wiretag({"check", path});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.err, "wiretag: " + path + ": is UTF-16; convert it to UTF-8\n");
}

TEST(Logs, AreReadCompressedAndPiped) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", drifting_log());
  ASSERT_EQ(run("gzip", {"-k", path}).exit, 0);
  ASSERT_EQ(run("zstd", {"-q", "-k", path}).exit, 0);
  const std::string expected = timeless(check_json(path).out);
  for (const std::string suffix : {".gz", ".zst"}) {
    EXPECT_EQ(replaced(timeless(check_json(path + suffix).out), suffix, ""), expected);
  }
  for (const std::string name : {"access.log", "access.log.gz", "access.log.zst"}) {
    const Result piped = wiretag({"check", "--format", "json", "--stdin-filename", path, "-"},
                                 {.input = directory.read(name)});
    EXPECT_EQ(timeless(piped.out), expected) << name;
  }
  const std::string script = "cat '" + path +
                             "' | " WIRETAG_BINARY " check --format json --stdin-filename '" +
                             path + "' -";
  EXPECT_EQ(timeless(run("sh", {"-c", script}).out), expected);
}

TEST(Logs, CutGzipIsAFailure) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", drifting_log());
  ASSERT_EQ(run("gzip", {"-k", path}).exit, 0);
  const std::string whole = directory.read("access.log.gz");
  const std::string cut = directory.file("cut.log.gz", whole.substr(0, whole.size() / 2));
  const Result result = wiretag({"check", cut});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.err, "wiretag: " + cut + ": the gzip data ends in the middle\n");
}

TEST(Logs, SeveralFilesAreOneLog) {
  const auto requests = drifting_requests();
  const TemporaryDirectory directory;
  directory.file("b.log", log_of({requests.begin() + 15, requests.end()}));
  directory.file("a.log", log_of({requests.begin(), requests.begin() + 15}));
  const Result result =
      wiretag({"check", "--format", "json", "b.log", "a.log"}, {.directory = directory.path()});
  EXPECT_EQ(found(result), kDrift) << result.out;
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["findings"][0]["path"], "a.log");
  EXPECT_EQ(report["findings"][0]["range"]["start"]["line"], 2);
  EXPECT_EQ(report["summary"]["files"], 2);
  EXPECT_EQ(report["summary"]["requests"], 30);
}

TEST(Logs, AnyNumberOfThreadsFindsTheSame) {
  Fleet fleet;
  fleet.drifting = {1, 2};
  fleet.requests_per_s = 8;
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", log_of(traffic_of(fleet)));
  const std::string one = timeless(wiretag({"check", "--format", "json", "--jobs", "1", path}).out);
  EXPECT_EQ(timeless(wiretag({"check", "--format", "json", "--jobs", "2", path}).out), one);
  EXPECT_TRUE(holds(one, "log-per-upstream-etag"));
}

TEST(Logs, ALineOf100MegabytesIsPassedOver) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", drifting_log());
  fs::resize_file(path, fs::file_size(path) + 101'000'000);
  std::ofstream(path, std::ios::app) << "\n" << log_of({drifting_requests().back()});
  for (const bool piped : {false, true}) {
    const std::string script = (piped ? "cat '" + path + "' | " : std::string()) +
                               WIRETAG_BINARY " check --format json --stdin-filename '" + path +
                               "' '" + (piped ? "-" : path) + "'";
    const Result result = run("sh", {"-c", script});
    EXPECT_EQ(found(result), (Findings{"log-avoidable-bytes info", "log-line-unreadable warning",
                                       "log-per-upstream-etag error"}))
        << result.err;
    EXPECT_TRUE(holds(result.out, "it is too long")) << result.out;
    EXPECT_TRUE(holds(result.out, "\"requests\":31")) << result.out;
  }
}

TEST(Logs, MoreThanFivePercentUnreadableSaysSo) {
  const TemporaryDirectory directory;
  const auto message = [&](int broken) {
    std::string text = drifting_log();
    for (int i = 0; i < broken; ++i) text += "not a request\n";
    return check_json(directory.file("access.log", text)).out;
  };
  EXPECT_TRUE(holds(message(1), "1 of 31 lines does not fit"));
  EXPECT_FALSE(holds(message(1), "5 %"));
  EXPECT_TRUE(holds(message(2), "2 of 32 lines do not fit"));
  EXPECT_TRUE(holds(message(2), "More than 5 %"));
}

TEST(Logs, StatisticsTellRequestsUrlsAndNodes) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", drifting_log());
  const Result result = wiretag({"check", "--statistics", "--format", "json", path});
  EXPECT_EQ(found(result), kDrift);
  EXPECT_EQ(result.err,
            "30 requests in 30 lines (log_format cache); 76.7 % checks, 0.0 % of all answered 304; "
            "sent 246 kB, saved about 0 bytes, avoidable 188 kB\n"
            "\n"
            "  requests   checks      304        sent       saved   avoidable  URL\n"
            "        30   76.7 %    0.0 %      246 kB     0 bytes      188 kB  /app.js\n"
            "\n"
            "  requests      304        sent  node\n"
            "        15    0.0 %      123 kB  10.0.0.1:80\n"
            "        15    0.0 %      123 kB  10.0.0.2:80\n"
            "\n"
            "     1  log-avoidable-bytes\n"
            "     1  log-per-upstream-etag\n");
}

TEST(Logs, ClosedStandardInputIsAFailure) {
  const Result result = run("sh", {"-c", WIRETAG_BINARY " check --as log - <&-"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.err, "wiretag: -: Bad file descriptor\n");
}

/// "rule severity line:column message" of what is found in a text as an editor holds it.
Findings found_in_editor(const std::string& path, const std::string& text) {
  const readers::Document document(path, text, readers::Lifetime::Edited,
                                   readers::Format::AccessLog);
  const lint::Analysis analysis(document, {});
  Findings all;
  for (const rules::Finding& finding : analysis.findings()) {
    const text::Position at = document.lines().position(document.text(), finding.place.span().begin,
                                                        text::Units::CodePoints);
    all.push_back(std::string(finding.rule->info.id) + " " +
                  std::string(rules::to_string(finding.severity)) + " " +
                  std::to_string(at.line + 1) + ":" + std::to_string(at.column + 1) + " " +
                  finding.message);
  }
  std::ranges::sort(all);
  return all;
}

Findings found_at_terminal(const std::string& path) {
  const Result result = wiretag(
      {"check", "--as", "accesslog", "--isolated", "--severity", "hint", "--format", "json", path});
  const auto report = nlohmann::json::parse(result.out);
  Findings all;
  for (const auto& finding : report["findings"]) {
    const auto& start = finding["range"]["start"];
    all.push_back(
        finding["rule"].get<std::string>() + " " + finding["severity"].get<std::string>() + " " +
        std::to_string(start["line"].get<int>()) + ":" +
        std::to_string(start["column"].get<int>()) + " " + finding["message"].get<std::string>());
  }
  std::ranges::sort(all);
  return all;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Logs, AnEditorFindsTheSameInGeneratedLogs) {
  const TemporaryDirectory directory;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Fleet fleet;
    fleet.seed = seed;
    fleet.seconds = 900;
    fleet.drifting = {1, 2};
    fleet.deploy_s = seed % 2 == 0 ? 450 : -1;
    const std::string text = log_of(traffic_of(fleet)) + "not a request\n";
    const Findings editor = found_in_editor("access.log", text);
    EXPECT_EQ(found_at_terminal(directory.file("access.log", text)), editor) << "seed " << seed;
    EXPECT_GE(editor.size(), 3u);
  }
}

TEST(Logs, AnEditorFindsTheSameInRealLogs) {
  const fs::path corpus = fs::path(WIRETAG_CORPORA) / "accesslog";
  if (!fs::exists(corpus)) GTEST_SKIP() << "no logs at " << corpus;
  int read = 0;
  for (const auto& entry : fs::directory_iterator(corpus)) {
    const std::string path = entry.path().string();
    Findings editor = found_in_editor(path, text_of(path));
    // The terminal refuses what has no known format; an editor shows a finding instead.
    std::erase_if(editor,
                  [](const std::string& one) { return one.starts_with("log-format-unknown"); });
    EXPECT_EQ(found_at_terminal(path), editor) << path;
    ++read;
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace wiretag::test
