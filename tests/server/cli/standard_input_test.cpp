#include "server/cli/standard_input.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/server/cli/log_cases.h"

namespace wiretag::test {
namespace {

/// Puts a pipe with a text, or what a shell command prints, in the place of standard input.
class InPlaceOfInput {
 public:
  explicit InPlaceOfInput(const std::string& command)
      : old_(dup(STDIN_FILENO)), pipe_(popen(command.c_str(), "r")) {
    dup2(fileno(pipe_), STDIN_FILENO);
  }
  ~InPlaceOfInput() {
    dup2(old_, STDIN_FILENO);
    close(old_);
    pclose(pipe_);
  }
  InPlaceOfInput(const InPlaceOfInput&) = delete;
  InPlaceOfInput& operator=(const InPlaceOfInput&) = delete;

 private:
  int old_;
  FILE* pipe_;
};

std::string all_of(int descriptor) {
  std::string text;
  std::string buffer(1 << 16, '\0');
  for (ssize_t got = 0; (got = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer, 0, static_cast<std::size_t>(got));
  }
  close(descriptor);
  return text;
}

TEST(StandardInput, GivesItsStartAgain) {
  for (const int size : {0, 1, 65535, 65536, 65537, 3'000'000}) {
    const std::string count = std::to_string(size);
    const InPlaceOfInput input("head -c " + count + " /dev/zero | tr '\\0' x");
    cli::StandardInput standard_input;
    const std::string expected(static_cast<std::size_t>(size), 'x');
    EXPECT_EQ(standard_input.start(), expected.substr(0, 65536)) << count;
    EXPECT_EQ(standard_input.start(), expected.substr(0, 65536)) << count;
    EXPECT_EQ(all_of(standard_input.whole()), expected) << count;
  }
}

TEST(StandardInput, IsPassedOnAsItIsWhereNobodyLooked) {
  const InPlaceOfInput input("printf abc");
  cli::StandardInput standard_input;
  EXPECT_EQ(all_of(standard_input.whole()), "abc");
}

TEST(StandardInput, WaitsForASlowWriter) {
  const InPlaceOfInput input("printf ab; sleep 0.05; printf cd");
  cli::StandardInput standard_input;
  EXPECT_EQ(standard_input.start(), "abcd");
  EXPECT_EQ(all_of(standard_input.whole()), "abcd");
}

TEST(StandardInput, EndsWhenItsReaderStops) {
  // The format is not known after 64 KiB; the writer goes on and on.
  const Result result = run("sh", {"-c", "yes 17 ok | " WIRETAG_BINARY " check --as log -"});
  EXPECT_EQ(result.exit, 2);
  EXPECT_TRUE(holds(result.err, "the format of the log is not known")) << result.err;
}

}  // namespace
}  // namespace wiretag::test
