#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace wiretag::lsp {

/// The language server without its transport: bytes in, framed messages out.
class Server {
 public:
  /// `send` takes one framed message at a time.
  explicit Server(std::function<void(std::string_view bytes)> send);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Handles every message that is complete with these bytes.
  void receive(std::string_view bytes);
  /// `exit` was received.
  [[nodiscard]] bool exited() const;
  /// 0 after shutdown and exit, else 1.
  [[nodiscard]] int exit_code() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Serves LSP 3.17 on two file descriptors, usually 0 and 1, until `exit` or the end of the input.
/// Returns the exit code of the process. SIGPIPE is ignored from here on, so that a client that
/// dies is an end and not a crash.
[[nodiscard]] int serve(int input, int output);

}  // namespace wiretag::lsp
