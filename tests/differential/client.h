#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wiretag::differential {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A final response without its body; status 0 is no answer within the time limit.
struct Reply {
  int status = 0;
  Fields fields;

  [[nodiscard]] std::optional<std::string> field(std::string_view name) const;
};

struct Message {
  std::string method;
  std::string path;
  Fields fields;
  std::string body;
};

/// Sends requests to one loopback port over a kept-alive HTTP/1.1 connection; reconnects where the
/// server closed it.
class Client {
 public:
  explicit Client(int port) : port_(port) {}
  ~Client() { disconnect(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] Reply send(const Message& message);

 private:
  [[nodiscard]] bool connect();
  void disconnect();
  [[nodiscard]] bool write(std::string_view bytes);
  [[nodiscard]] bool fill();
  [[nodiscard]] std::optional<std::string> line();
  [[nodiscard]] bool skip(std::size_t bytes);
  [[nodiscard]] Reply read_reply(bool head);
  [[nodiscard]] Reply read_head();
  [[nodiscard]] bool read_body(const Reply& reply);
  [[nodiscard]] bool read_chunks();

  int port_;
  int socket_ = -1;
  std::string buffer_;
};

/// Blocks until something listens on `port`; false after ten seconds.
[[nodiscard]] bool wait_for_port(int port);

/// A loopback port that nothing listens on.
[[nodiscard]] int free_port();

}  // namespace wiretag::differential
