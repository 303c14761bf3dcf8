#include <filesystem>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFixed =
    "GET /video.mp4 HTTP/1.1\n"
    "Host: media.example.com\n"
    "\n"
    "# ETag: W/\"clip-build-9\"\n";

TEST(Fix, UnsafeOnesOnlyWhenAsked) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  const Result safe = wiretag({"fix", file});
  EXPECT_EQ(safe.exit, 1);
  EXPECT_EQ(directory.read("a.http"), kWeakResume);

  const Result unsafe = wiretag({"fix", "--unsafe-fixes", file});
  EXPECT_EQ(unsafe.exit, 0) << unsafe.err;
  EXPECT_EQ(directory.read("a.http"), kFixed);
  EXPECT_EQ(unsafe.out, "Applied 1 fix.\nNo problems found in 1 file (1 exchange).\n");
  EXPECT_EQ(wiretag({"check", file}).exit, 0);
}

TEST(Fix, SafeOnesUnasked) {
  const TemporaryDirectory directory;
  const std::string file =
      directory.file("a.http", "GET /a HTTP/1.1\nHost: a\nIf-None-Match: v42\n");
  const Result checked = wiretag({"check", file});
  EXPECT_EQ(checked.exit, 1);
  EXPECT_NE(checked.out.find("1 finding has a safe fix: run wiretag fix\n"), std::string::npos)
      << checked.out;
  EXPECT_EQ(wiretag({"fix", file}).exit, 0);
  EXPECT_EQ(directory.read("a.http"), "GET /a HTTP/1.1\nHost: a\nIf-None-Match: \"v42\"\n");
}

TEST(Fix, CheckFixIsTheSame) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kWeakResume);
  EXPECT_EQ(wiretag({"check", "--fix", "--unsafe-fixes", file}).exit, 0);
  EXPECT_EQ(directory.read("a.http"), kFixed);
}

TEST(Fix, KeepsByteOrderMarkLineEndsModeAndLink) {
  const TemporaryDirectory directory;
  const auto crlf = [](std::string_view text) {
    std::string out = "\xEF\xBB\xBF";
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
  };
  const std::string file = directory.file("a.http", crlf(kWeakResume));
  const std::string link = directory.path() + "/link.http";
  fs::permissions(file, fs::perms(0640));
  fs::create_symlink("a.http", link);
  EXPECT_EQ(wiretag({"fix", "--unsafe-fixes", link}).exit, 0);
  EXPECT_EQ(directory.read("a.http"), crlf(kFixed));
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0640));
  EXPECT_EQ(std::distance(fs::directory_iterator(directory.path()), fs::directory_iterator()), 2);
}

TEST(Fix, LeavesCleanFilesUntouched) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kHealthy);
  struct stat before{};
  struct stat after{};
  stat(file.c_str(), &before);
  EXPECT_EQ(wiretag({"fix", file}).exit, 0);
  stat(file.c_str(), &after);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST(Fix, StandardInputGoesToStandardOutput) {
  const Result result =
      wiretag({"fix", "--unsafe-fixes", "-"}, {.input = std::string(kWeakResume)});
  EXPECT_EQ(result.exit, 0);
  EXPECT_EQ(result.out, kFixed);
  EXPECT_EQ(result.err, "Applied 1 fix.\nNo problems found in 1 file (1 exchange).\n");
}

TEST(Diff, ShowsTheChangeAndWritesNothing) {
  const TemporaryDirectory directory;
  directory.file("a.http", kWeakResume);
  const Result result =
      wiretag({"fix", "--unsafe-fixes", "--diff", "a.http"}, {.directory = directory.path()});
  EXPECT_EQ(result.exit, 1);
  EXPECT_EQ(result.out,
            "--- a/a.http\n"
            "+++ b/a.http\n"
            "@@ -1,6 +1,4 @@\n"
            " GET /video.mp4 HTTP/1.1\n"
            " Host: media.example.com\n"
            "-Range: bytes=1000000-\n"
            "-If-Range: W/\"clip-build-9\"\n"
            " \n"
            " # ETag: W/\"clip-build-9\"\n");
  EXPECT_EQ(result.err, "wiretag: 1 fix would change 1 file; nothing was written\n");
  EXPECT_EQ(directory.read("a.http"), kWeakResume);

  const Result clean = wiretag({"fix", "--diff", "a.http"}, {.directory = directory.path()});
  EXPECT_EQ(clean.exit, 0);
  EXPECT_EQ(clean.out, "");
  EXPECT_EQ(clean.err, "wiretag: no fixes to apply\n");
}

TEST(Diff, AppliesWithPatch) {
  const TemporaryDirectory directory;
  std::string text;
  for (int i = 0; i < 40; ++i) {
    for (int line = 0; line < i % 9; ++line) text += "# filler " + std::to_string(line) + "\r\n";
    text += "GET /" + std::to_string(i) +
            " HTTP/1.1\nHost: a\nRange: bytes=1-\nIf-Range: W/\"a\"\n\n###\n";
  }
  text += "GET /end HTTP/1.1\nHost: a\nRange: bytes=1-\nIf-Range: W/\"a\"";
  directory.file("a.http", text);
  directory.file("b.http", text);
  const Result diff =
      wiretag({"fix", "--unsafe-fixes", "--diff", "a.http"}, {.directory = directory.path()});
  EXPECT_EQ(diff.exit, 1);
  EXPECT_NE(diff.out.find("\\ No newline at end of file\n"), std::string::npos);
  const Result patch =
      run("git", {"apply", "-"}, {.input = diff.out, .directory = directory.path()});
  ASSERT_EQ(patch.exit, 0) << patch.err;
  EXPECT_EQ(wiretag({"fix", "--unsafe-fixes", directory.path() + "/b.http"}).exit, 0);
  EXPECT_EQ(directory.read("a.http"), directory.read("b.http"));
}

}  // namespace
}  // namespace wiretag::test
