#include "server/cli/log_formats.h"

#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

using Findings = std::vector<std::string>;

const Findings kDrift = {"log-avoidable-bytes info", "log-per-upstream-etag error"};

/// The drifting requests in lines of another shape. `{…}` names a column.
std::string written(std::string_view line) {
  std::string text;
  for (const rules::tests::Request& request : drifting_requests()) {
    const auto tag = [&](const std::string& value) {
      const bool json = line.starts_with('{');
      return value.empty() ? std::string("-") : replaced(value, "\"", json ? "\\\"" : "\\x22");
    };
    const std::string clock =
        fmt::format("12:{:02}:{:02}", request.second / 60, request.second % 60);
    std::string one(line);
    one = replaced(one, "<clock>", clock);
    one = replaced(one, "<node>", request.node);
    one = replaced(one, "<client>", request.client);
    one = replaced(one, "<asked>", tag(request.condition));
    one = replaced(one, "<tag>", tag(request.tag));
    text += one + "\n";
  }
  return text;
}

struct Case {
  std::string name;
  std::string format;
  std::string line;
};

class LogFormat : public ::testing::TestWithParam<Case> {};

TEST_P(LogFormat, OnTheCommandLineReadsTheLines) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("traffic.txt", written(GetParam().line));
  const Result result =
      wiretag({"check", "--format", "json", "--log-format", GetParam().format, path});
  EXPECT_EQ(found(result), kDrift) << result.err << result.out;
}

INSTANTIATE_TEST_SUITE_P(
    Syntaxes, LogFormat,
    ::testing::Values(
        Case{
            "nginx",
            R"($remote_addr|$time_iso8601|"$request"|$status|$body_bytes_sent|"$http_if_none_match"|"$sent_http_etag"|$upstream_addr)",
            R"(<client>|2026-06-10T<clock>+00:00|"GET /app.js HTTP/1.1"|200|8192|"<asked>"|"<tag>"|<node>)"},
        Case{
            "apache",
            R"(%h %t "%r" %>s %B "%{If-None-Match}i" "%{ETag}o" %{BALANCER_WORKER_NAME}e)",
            R"(<client> [10/Jun/2026:<clock> +0000] "GET /app.js HTTP/1.1" 200 8192 "<asked>" "<tag>" <node>)"},
        Case{
            "nginx_json",
            R"(log_format j escape=json '{"t":"$time_iso8601","m":"$request_method","u":"$request_uri","s":$status,"b":$body_bytes_sent,"inm":"$http_if_none_match","etag":"$sent_http_etag","up":"$upstream_addr"}';)",
            R"({"t":"2026-06-10T<clock>+00:00","m":"GET","u":"/app.js","s":200,"b":8192,"inm":"<asked>","etag":"<tag>","up":"<node>"})"},
        Case{
            "envoy",
            R"([%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% %BYTES_SENT% "%REQ(IF-NONE-MATCH)%" "%RESP(ETAG)%" %UPSTREAM_HOST%)",
            R"([2026-06-10T<clock>.000Z] "GET /app.js HTTP/1.1" 200 8192 "<asked>" "<tag>" <node>)"}),
    [](const auto& tested) { return tested.param.name; });

TEST(LogFormats, AMistakeIsShownWithItsPlace) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", drifting_log());
  const auto refused = [&](const std::string& format) {
    const Result result = wiretag({"check", "--log-format", format, path});
    EXPECT_EQ(result.exit, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  EXPECT_EQ(refused("$remote_addr $request_uri$status"),
            "wiretag: --log-format: nothing tells $request_uri from $status\n"
            "  $remote_addr $request_uri$status\n"
            "                           ^\n");
  // Columns of the terminal, not bytes.
  const std::string shifted = refused("\xC3\xA9\t$remote_addr $request_uri$status");
  EXPECT_TRUE(shifted.ends_with("\n  \xC3\xA9 $remote_addr $request_uri$status\n" +
                                std::string(29, ' ') + "^\n"))
      << shifted;
  EXPECT_TRUE(holds(refused("combind"), "\"combind\" is neither a built-in format (cache, "));
}

TEST(LogFormats, AnUnknownOneTellsWhatWasTried) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("access.log", "17 /a ok\n18 /b ok\n");
  const Result result = wiretag({"check", path});
  EXPECT_EQ(result.exit, 2);
  EXPECT_TRUE(result.err.starts_with("wiretag: " + path +
                                     ": the format of the log is not known: none of cache, "))
      << result.err;
  EXPECT_TRUE(holds(result.err, "reads any of its first 2 lines. Name it with --log-format: "))
      << result.err;
}

TEST(LogFormats, InADirectoryAnUnknownOneIsSkipped) {
  const TemporaryDirectory directory;
  directory.file("odd.log", "17 /a ok\n18 /b ok\n");
  directory.file("access.log", drifting_log());
  const Result result = wiretag({"check", "--format", "json", directory.path()});
  EXPECT_EQ(found(result), kDrift) << result.err;
  EXPECT_TRUE(holds(result.out, "\"skipped\":1")) << result.out;
}

TEST(LogFormats, OnTheCommandLineAreOfNoFileWithAnotherName) {
  const TemporaryDirectory directory;
  directory.file("traffic.log", written("<client> <clock> GET /app.js 200"));
  directory.file("resume.http", kWeakResume);
  const Result result =
      wiretag({"check", "--format", "json", "--log-format",
               "$remote_addr $time $request_method $request_uri $status", directory.path()});
  EXPECT_TRUE(holds(result.out, "weak-tag-in-if-range")) << result.out;
  EXPECT_TRUE(holds(result.out, "\"requests\":30")) << result.out;
}

constexpr std::string_view kOwnFormat =
    "$time_iso8601 | $host | $request_method $request_uri | $status | $body_bytes_sent | "
    "$http_if_none_match | $sent_http_etag | $upstream_addr";
constexpr std::string_view kOwnLine =
    "2026-06-10T<clock>+00:00 | shop.example | GET /app.js | 200 | 8192 | <asked> | <tag> | <node>";

TEST(LogFormats, OfTheConfigurationAreTried) {
  for (const std::string key : {"log-format = ",
                                "[log-format]\ncombined-ish = \"%h %l %u %t "
                                "\\\"%r\\\" %>s %b\"\nshop = "}) {
    const TemporaryDirectory directory;
    directory.file("wiretag.toml", key + "\"" + std::string(kOwnFormat) + "\"\n");
    const std::string path = directory.file("logs/access.log", written(kOwnLine));
    EXPECT_EQ(found(wiretag({"check", "--format", "json", path})), kDrift) << key;
    EXPECT_EQ(wiretag({"check", "--isolated", path}).exit, 2);
    // A log that says itself what it is written in.
    const std::string other = directory.file("logs/other.log", drifting_log());
    EXPECT_EQ(found(wiretag({"check", "--format", "json", other})), kDrift) << key;
  }
}

TEST(LogFormats, OfTheConfigurationHaveNames) {
  const TemporaryDirectory directory;
  directory.file("wiretag.toml", "[log-format]\nshop = \"" + std::string(kOwnFormat) + "\"\n");
  directory.file("access.log", written(kOwnLine));
  const Result result = wiretag({"check", "--format", "json", "--log-format", "shop", "access.log"},
                                {.directory = directory.path()});
  EXPECT_EQ(found(result), kDrift) << result.err;
  const Result isolated = wiretag({"check", "--isolated", "--log-format", "shop", "access.log"},
                                  {.directory = directory.path()});
  EXPECT_EQ(isolated.exit, 2);
  EXPECT_TRUE(holds(isolated.err, "\"shop\" is neither a built-in format")) << isolated.err;
}

TEST(LogFormats, OfTheConfigurationWithAMistakeAreTold) {
  const TemporaryDirectory directory;
  const std::string config =
      directory.file("wiretag.toml", "[log-format]\nshop = \"$remote_addr\"\n");
  const std::string path = directory.file("access.log", drifting_log());
  const Result result =
      wiretag({"check", path, directory.file("b.log", written("<client> <clock>"))});
  EXPECT_EQ(result.exit, 2);
  EXPECT_TRUE(holds(result.err, config + ": log-format.shop: the format has no column for the "
                                         "status: $remote_addr\n"))
      << result.err;
}

constexpr std::string_view kServerFormat =
    "http {\n"
    "  log_format plain '$remote_addr [$time_local] \"$request\" $status';\n"
    "  # log_format old '$status $request_uri';\n"
    "  log_format shop '$time_iso8601 | $host | $request_method $request_uri | $status'\n"
    "                  ' | $body_bytes_sent | $http_if_none_match | $sent_http_etag'\n"
    "                  ' | $upstream_addr';  # one; of many\n"
    "  access_log /var/log/nginx/access.log shop;\n"
    "}\n";

TEST(LogFormats, OfAServerInTheRepositoryAreTried) {
  const TemporaryDirectory directory;
  directory.file(".git/HEAD", "");
  directory.file("nginx.conf", kServerFormat);
  const std::string path = directory.file("var/logs/access.log", written(kOwnLine));
  const Result result = wiretag({"check", "--format", "json", "--statistics", path});
  EXPECT_EQ(found(result), kDrift) << result.err;
  EXPECT_TRUE(result.err.starts_with(
      "wiretag: " + path + ": its lines are read by log_format shop of ../../nginx.conf\n"))
      << result.err;
  // Without a repository only the log's own directory counts.
  std::filesystem::remove_all(directory.path() + "/.git");
  EXPECT_EQ(wiretag({"check", path}).exit, 2);
  directory.file("var/logs/nginx-shop.conf", kServerFormat);
  EXPECT_EQ(found(wiretag({"check", "--format", "json", path})), kDrift);
}

TEST(LogFormats, OfAServerThatTellMoreAreTakenBeforeBuiltIns) {
  const TemporaryDirectory directory;
  // The built-in "combined" reads these lines as well, without the columns behind.
  directory.file("apache2.conf",
                 "LogFormat \"%h %l %u %t \\\"%r\\\" %>s %b \\\"%{Referer}i\\\" "
                 "\\\"%{User-Agent}i\\\" \\\n  \\\"%{If-None-Match}i\\\" \\\"%{ETag}o\\\" "
                 "%{BALANCER_WORKER_NAME}e\" full\n");
  const std::string path = directory.file(
      "access.log", written("<client> - - [10/Jun/2026:<clock> +0000] \"GET /app.js HTTP/1.1\" 200 "
                            "8192 \"-\" \"curl\"   \"<asked>\" \"<tag>\" <node>"));
  const Result result = wiretag({"check", "--format", "json", path});
  EXPECT_EQ(found(result), kDrift) << result.err << result.out;
  EXPECT_TRUE(holds(result.err, "LogFormat full of apache2.conf")) << result.err;
}

TEST(LogFormats, InAServersConfigurationAreFound) {
  const auto formats = cli::log_formats_in(
      "log_format a '$remote_addr;$status;'\n '$request_uri';log_format\n"
      "\tlog_format b \"$status \\\"$request\\\"\";\r\n"
      "#log_format c '$status $request';\n"
      "log_format half '$status';\n"
      "LogFormat \"%>s \\\"%r\\\"\" d\r\n"
      "LogFormat \"%>s \\\n%U\" e\n"
      "log_format f '$status",
      "x.conf");
  Findings names;
  for (const logs::LogFormat& format : formats) names.push_back(format.name);
  EXPECT_EQ(names, (Findings{"log_format a of x.conf", "log_format b of x.conf",
                             "LogFormat d of x.conf", "LogFormat e of x.conf"}));
}

}  // namespace
}  // namespace wiretag::test
