#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "server/lsp/server.h"
#include "server/lsp/transport.h"

namespace wiretag::lsp {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }
  int ends[2] = {-1, -1};

 private:
  void close_end(int which) {
    if (ends[which] >= 0) ::close(ends[which]);
    ends[which] = -1;
  }
};

const std::string kInitialize =
    framed(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})");
const std::string kShutdown = framed(R"({"jsonrpc":"2.0","id":2,"method":"shutdown"})");
const std::string kExit = framed(R"({"jsonrpc":"2.0","method":"exit"})");

struct Served {
  int exit_code;
  std::string output;
};

Served serve_all(const std::string& input) {
  Pipe in;
  Pipe out;
  Served served{-1, {}};
  std::thread server([&] {
    served.exit_code = serve(in.ends[0], out.ends[1]);
    out.close_writer();
  });
  EXPECT_TRUE(write_all(in.ends[1], input));
  in.close_writer();
  char bytes[4096];
  while (const std::size_t count = read_some(out.ends[0], bytes, sizeof bytes)) {
    served.output.append(bytes, count);
  }
  server.join();
  return served;
}

TEST(Serve, AnswersOnTheOutputAndEndsWithZero) {
  const Served served = serve_all(kInitialize + kShutdown + kExit);
  EXPECT_EQ(served.exit_code, 0);
  EXPECT_NE(served.output.find("\"capabilities\""), std::string::npos);
  EXPECT_NE(served.output.find(R"({"jsonrpc":"2.0","id":2,"result":null})"), std::string::npos);
}

TEST(Serve, TheEndOfTheInputIsAnEnd) {
  EXPECT_EQ(serve_all("").exit_code, 1);
  EXPECT_EQ(serve_all(kInitialize).exit_code, 1);
  EXPECT_EQ(serve_all(kInitialize + kShutdown).exit_code, 1);
  EXPECT_EQ(serve_all(kInitialize + "Content-Length: 100\r\n\r\n{\"jsonrpc\"").exit_code, 1);
  EXPECT_EQ(serve_all("Content-Len").exit_code, 1);
}

TEST(Serve, AClientThatDiesIsAnEnd) {
  Pipe in;
  Pipe out;
  out.close_reader();
  int exit_code = -1;
  std::thread server([&] { exit_code = serve(in.ends[0], out.ends[1]); });
  EXPECT_TRUE(write_all(in.ends[1], kInitialize));
  server.join();
  EXPECT_EQ(exit_code, 1);
}

}  // namespace
}  // namespace wiretag::lsp
