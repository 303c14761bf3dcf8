#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/server/cli/process.h"

namespace wiretag::test {
namespace {

namespace fs = std::filesystem;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// `path` is refused for `reason`, and a healthy and a faulty file next to it are still read.
void expect_refused(const TemporaryDirectory& directory, const std::string& path,
                    std::string_view reason) {
  const std::string faulty = directory.file("faulty.http", kWeakResume);
  const Result result = wiretag({"check", path, faulty});
  EXPECT_EQ(result.exit, 2);
  EXPECT_EQ(result.err, "wiretag: " + path + ": " + std::string(reason) + "\n");
  EXPECT_TRUE(holds(result.out, "error[weak-tag-in-if-range]")) << result.out;
  EXPECT_TRUE(holds(result.out, "1 error in 1 file (1 exchange); 1 path ")) << result.out;

  const Result clean = wiretag({"check", path, directory.file("healthy.http", kHealthy)});
  EXPECT_EQ(clean.exit, 2);
  EXPECT_FALSE(holds(clean.out, "No problems found")) << clean.out;

  const Result predicted = wiretag({"predict", path, faulty});
  EXPECT_EQ(predicted.exit, 2);
  EXPECT_TRUE(holds(predicted.out, "→ 200 OK")) << predicted.out;
}

TEST(Input, MissingFile) {
  const TemporaryDirectory directory;
  expect_refused(directory, directory.path() + "/none.http", "No such file or directory");
}

TEST(Input, UnreadableFile) {
  const TemporaryDirectory directory;
  const std::string loop = directory.path() + "/loop.http";
  fs::create_symlink(loop, loop);
  expect_refused(directory, loop, "Too many levels of symbolic links");
}

TEST(Input, FileWithoutPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const TemporaryDirectory directory;
  const std::string file = directory.file("locked.http", kHealthy);
  fs::permissions(file, fs::perms::none);
  expect_refused(directory, file, "Permission denied");
}

TEST(Input, BinaryFile) {
  const TemporaryDirectory directory;
  std::string bytes;
  for (int i = 0; i < 4096; ++i) bytes += static_cast<char>(i * 7);
  expect_refused(directory, directory.file("a.http", bytes), "is binary, not text");
}

TEST(Input, Utf16File) {
  const TemporaryDirectory directory;
  expect_refused(directory, directory.file("a.http", std::string_view("\xFF\xFEG\0E\0", 6)),
                 "is UTF-16; convert it to UTF-8");
}

TEST(Input, LargerThanTwoGiB) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", "");
  fs::resize_file(file, (std::uintmax_t{1} << 31) + 1);
  expect_refused(directory, file, "is larger than 2 GiB; split it");
}

TEST(Input, EmptyFileIsClean) {
  const TemporaryDirectory directory;
  const Result result = wiretag({"check", directory.file("a.http", "")});
  EXPECT_EQ(result.exit, 0);
  EXPECT_EQ(result.out, "No problems found in 1 file (0 exchanges).\n");
  EXPECT_EQ(wiretag({"predict", directory.path() + "/a.http"}).exit, 0);
}

TEST(Input, NulBytesInTextAreAFinding) {
  const TemporaryDirectory directory;
  const std::string file =
      directory.file("a.http", std::string(kHealthy) + std::string(1, '\0') + "\n");
  const Result result = wiretag({"check", file});
  EXPECT_EQ(result.exit, 1) << result.out;
  EXPECT_TRUE(holds(result.out, "[text-not-understood]")) << result.out;
  EXPECT_TRUE(holds(result.out, "␀")) << result.out;
  EXPECT_FALSE(holds(result.out, std::string(1, '\0'))) << result.out;
}

TEST(Input, InvalidUtf8IsRead) {
  const TemporaryDirectory directory;
  const Result result =
      wiretag({"check", directory.file("a.http", "# caf\xE9\n" + std::string(kWeakResume))});
  EXPECT_EQ(result.exit, 1);
  EXPECT_TRUE(holds(result.out, "a.http:5:11: error[weak-tag-in-if-range]")) << result.out;
}

TEST(Input, TheSameFileIsReadOnce) {
  const TemporaryDirectory directory;
  const std::string file = directory.file("a.http", kHealthy);
  const Result result = wiretag({"check", file, directory.path(), directory.path() + "/./a.http"});
  EXPECT_EQ(result.out, "No problems found in 1 file (1 exchange).\n");
}

TEST(Directory, IsWalkedInOrderForItsOwnFiles) {
  const TemporaryDirectory directory;
  for (const char* name : {"b.http", "a.rest", "sub/c.http", "a.txt", ".hidden/d.http",
                           "node_modules/e.http", "sub/.git2/f.http"}) {
    directory.file(name, kWeakResume);
  }
  const Result result = wiretag({"check", "--format", "concise"}, {.directory = directory.path()});
  EXPECT_EQ(result.exit, 1) << result.err;
  std::vector<std::string> files;
  for (std::size_t at = 0; at < result.out.size(); at = result.out.find('\n', at) + 1) {
    files.push_back(result.out.substr(at, result.out.find(':', at) - at));
  }
  EXPECT_EQ(files, (std::vector<std::string>{"a.rest", "b.http", "sub/c.http"}));
}

TEST(Directory, HonoursGitignore) {
  const TemporaryDirectory directory;
  ASSERT_EQ(run("git", {"init", "-q", directory.path()}).exit, 0);
  directory.file(".gitignore", "secret/\n*.tmp.http\n");
  directory.file("a.http", kHealthy);
  directory.file("é b.http", kHealthy);
  directory.file("x.tmp.http", kWeakResume);
  directory.file("secret/b.http", kWeakResume);
  directory.file("node_modules/c.http", kWeakResume);
  const std::vector<std::string> hook = {"GIT_DIR=/nonexistent", "GIT_INDEX_FILE=/nonexistent/i"};
  for (const auto& environment : {std::vector<std::string>(), hook}) {
    const Result result = wiretag({"check", directory.path()}, {.environment = environment});
    EXPECT_EQ(result.out, "No problems found in 2 files (2 exchanges).\n");
  }
}

TEST(Directory, TrackedFilesThatAreGoneAreNoError) {
  const TemporaryDirectory directory;
  ASSERT_EQ(run("git", {"init", "-q", directory.path()}).exit, 0);
  directory.file("a.http", kHealthy);
  directory.file("gone.http", kHealthy);
  ASSERT_EQ(run("git", {"-C", directory.path(), "add", "."}).exit, 0);
  fs::remove(directory.path() + "/gone.http");
  const Result result = wiretag({"check", directory.path()});
  EXPECT_EQ(result.exit, 0) << result.err;
  EXPECT_EQ(result.out, "No problems found in 1 file (1 exchange).\n");
}

TEST(Directory, WithoutFilesSaysSo) {
  const TemporaryDirectory directory;
  const Result result = wiretag({"check", directory.path()});
  EXPECT_EQ(result.exit, 0);
  EXPECT_EQ(result.out, "Nothing was checked\n");
  EXPECT_TRUE(holds(result.err, "holds no file of HTTP traffic")) << result.err;
}

}  // namespace
}  // namespace wiretag::test
