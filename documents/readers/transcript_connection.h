#pragma once

#include <string_view>
#include <unordered_map>

namespace wiretag::readers {

/// Which node a client talks to, as far as its own lines tell.
class Connection {
 public:
  /// Takes what curl says of connections: `Connected to h (127.0.0.1) port 443`. Other lines tell
  /// nothing.
  void read_curl(std::string_view info);
  /// Takes `Connecting to h (h)|127.0.0.1|:80... connected.`; false for any other line.
  bool read_wget(std::string_view line);

  /// From here on a proxy passes on what others say (CONNECT, RFC 9110 9.3.6).
  void enter_tunnel() { tunnel_ = true; }
  void forget_peer() { peer_ = {}; }

  /// The address at the other end; empty where it is not known.
  [[nodiscard]] std::string_view peer() const { return peer_; }
  /// The address of the node that answers; empty where it is not known or behind a tunnel.
  [[nodiscard]] std::string_view answering() const { return tunnel_ ? std::string_view() : peer_; }

 private:
  std::string_view peer_;
  std::unordered_map<std::string_view, std::string_view> peers_;  ///< by host
  bool proxied_ = false;                                          ///< the next connection is
  bool tunnel_ = false;
};

/// The client says that no more answers come on the connection.
[[nodiscard]] bool ends_connection(std::string_view info);

}  // namespace wiretag::readers
