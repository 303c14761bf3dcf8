#include <gtest/gtest.h>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST(Check, CleanFile) {
  const TemporaryDirectory directory;
  const Result result = wiretag({"check", directory.file("a.http", kHealthy)});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, "No problems found in 1 file (1 exchange).\n");
  EXPECT_EQ(result.err, "");
}

TEST(Check, FindingWithFrameHelpAndSummary) {
  const TemporaryDirectory directory;
  const Result result = wiretag({"check", directory.file("a.http", kWeakResume)});
  EXPECT_EQ(result.exit, 1) << result.err;
  EXPECT_TRUE(holds(result.out, "a.http:4:11: error[weak-tag-in-if-range]: If-Range"))
      << result.out;
  EXPECT_TRUE(holds(result.out,
                    "  |\n"
                    "4 | If-Range: W/\"clip-build-9\"\n"
                    "  |           ^^^^^^^^^^^^^^^^\n"))
      << result.out;
  EXPECT_TRUE(holds(result.out, "  = help: ")) << result.out;
  EXPECT_TRUE(holds(result.out, "(unsafe fix)\n")) << result.out;
  EXPECT_TRUE(holds(result.out, "wiretag explain weak-tag-in-if-range\n")) << result.out;
  EXPECT_TRUE(holds(result.out, "1 error in 1 file (1 exchange)\n")) << result.out;
  EXPECT_FALSE(holds(result.out, "No problems")) << result.out;
}

TEST(Check, ExplainIsPointedAtOncePerRule) {
  const TemporaryDirectory directory;
  const Result result = wiretag(
      {"check", directory.file("a.http", kWeakResume), directory.file("b.http", kWeakResume)});
  EXPECT_EQ(count(result.out, "error[weak-tag-in-if-range]"), 2u);
  EXPECT_EQ(count(result.out, "wiretag explain weak-tag-in-if-range"), 1u);
  EXPECT_TRUE(holds(result.out, "2 errors in 2 files (2 exchanges)\n")) << result.out;
}

TEST(Check, RelatedPlaceHasItsOwnFrame) {
  const TemporaryDirectory directory;
  const std::string earlier =
      "GET /video.mp4 HTTP/1.1\nHost: media.example.com\n\n"
      "HTTP/1.1 200 OK\nETag: \"clip-build-9\"\nContent-Length: 5000000\n\n###\n";
  const Result result =
      wiretag({"check", directory.file("a.http", earlier + std::string(kWeakResume))});
  EXPECT_EQ(result.exit, 1) << result.err;
  EXPECT_TRUE(holds(result.out, "a.http:5:7: note: ")) << result.out;
  EXPECT_TRUE(holds(result.out,
                    " 5 | ETag: \"clip-build-9\"\n"
                    "   |       ^^^^^^^^^^^^^^\n"))
      << result.out;
}

TEST(Check, ConciseIsOneLineAFinding) {
  const TemporaryDirectory directory;
  const Result result =
      wiretag({"check", "--format", "concise", directory.file("a.http", kWeakResume)});
  EXPECT_EQ(count(result.out, "\n"), 1u) << result.out;
  EXPECT_TRUE(holds(result.out, "a.http:4:11: error[weak-tag-in-if-range]: ")) << result.out;
}

TEST(Check, FailOn) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  EXPECT_EQ(wiretag({"check", "--fail-on", "error", file}).exit, 1);
  EXPECT_EQ(wiretag({"check", "--fail-on", "never", file}).exit, 0);
  const std::string infos = directory.file("b.http", "GET / HTTP/1.1\nHost: a\nX: \xFF\n");
  EXPECT_EQ(wiretag({"check", infos}).exit, 0);
  EXPECT_EQ(wiretag({"check", "--fail-on", "info", infos}).exit, 1);
}

TEST(Check, SeverityHidesWhatIsBelow) {
  const TemporaryDirectory directory;
  const std::string infos = directory.file("b.http", "GET / HTTP/1.1\nHost: a\nX: \xFF\n");
  EXPECT_TRUE(holds(wiretag({"check", infos}).out, "1 info in 1 file"));
  EXPECT_TRUE(holds(wiretag({"check", "--severity", "warning", infos}).out, "No problems found"));
}

TEST(Check, SelectAndIgnore) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  EXPECT_EQ(wiretag({"check", "--ignore", "weak-tag-in-if-range", file}).exit, 0);
  EXPECT_EQ(wiretag({"check", "--select", "P, D", file}).exit, 1);
  EXPECT_EQ(wiretag({"check", "--select", "P", file}).exit, 0);
  EXPECT_EQ(wiretag({"check", "--select", "P", "--select", "D", file}).exit, 1);
  EXPECT_EQ(wiretag({"check", "--select", "P,D", "--ignore=D", file}).exit, 0);
}

TEST(Check, ColourSwitches) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  const std::string escape = "\x1b[";
  const auto colored = [&](std::vector<std::string> arguments,
                           std::vector<std::string> environment) {
    arguments.push_back(file);
    return holds(wiretag(arguments, {.environment = std::move(environment)}).out, escape);
  };
  EXPECT_FALSE(colored({"check"}, {}));
  EXPECT_TRUE(colored({"check"}, {"FORCE_COLOR=1"}));
  EXPECT_FALSE(colored({"check"}, {"FORCE_COLOR=0"}));
  EXPECT_FALSE(colored({"check"}, {"FORCE_COLOR=1", "NO_COLOR=1"}));
  EXPECT_TRUE(colored({"check", "--color", "always"}, {"NO_COLOR=1"}));
  EXPECT_TRUE(colored({"check", "--color=always"}, {}));
  EXPECT_FALSE(colored({"check", "--color", "never"}, {"FORCE_COLOR=1"}));
  EXPECT_TRUE(colored({"predict", "--color", "always"}, {}));
  EXPECT_FALSE(colored({"check", "--format", "json", "--color", "always"}, {}));
}

TEST(Check, StandardInputHasAName) {
  const Result unnamed = wiretag({"check", "-"}, {.input = std::string(kWeakResume)});
  EXPECT_TRUE(unnamed.out.starts_with("<stdin>:4:11: ")) << unnamed.out;
  const Result named =
      wiretag({"check", "--stdin-filename", "x/y.http", "-"}, {.input = std::string(kWeakResume)});
  EXPECT_EQ(named.exit, 1);
  EXPECT_TRUE(named.out.starts_with("x/y.http:4:11: ")) << named.out;
}

TEST(Check, FailingOutputIsAnError) {
  const TemporaryDirectory directory;
  const Result result =
      wiretag({"check", directory.file("a.http", kHealthy)}, {.output_file = "/dev/full"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_TRUE(holds(result.err, "wiretag: the output could not be written: No space"))
      << result.err;
}

TEST(Check, ClosedPipeEndsQuietly) {
  const TemporaryDirectory directory;
  std::string many;
  for (int i = 0; i < 3000; ++i) many += std::string(kWeakResume) + "###\n";
  const std::string file = directory.file("a.http", many);
  const Result result = run("sh", {"-c", "\"$0\" check \"$1\" | head -n 1", WIRETAG_BINARY, file});
  EXPECT_EQ(count(result.out, "\n"), 1u);
  EXPECT_EQ(result.err, "");
}

}  // namespace
}  // namespace wiretag::test
