#pragma once

#include <cstddef>
#include <cstdint>
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

  /// Queues every message that is complete with these bytes.
  void feed(std::string_view bytes);
  enum class State : std::uint8_t { Idle, Working, Waiting };
  /// Handles one message or, where none is queued, does a few milliseconds of longer work. Waiting:
  /// the work waits for another process.
  State step();
  /// Bytes of the messages that are queued.
  [[nodiscard]] std::size_t queued() const;
  /// `feed`, and all steps that there are.
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
