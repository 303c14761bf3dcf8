#include "tests/differential/client.h"

#include <chrono>
#include <cstdlib>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "http/fields/text.h"

namespace wiretag::differential {
namespace {

using http::equal_ignoring_case;
using http::trim_blanks;

constexpr int kSeconds = 5;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int open_socket(int port) {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (s < 0) return -1;
  const sockaddr_in address = loopback(port);
  if (::connect(s, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return s;
  close(s);
  return -1;
}

void limit_waiting(int s) {
  const timeval limit{kSeconds, 0};
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int on = 1;
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

std::string to_wire(const Message& message) {
  std::string text = message.method + " " + message.path + " HTTP/1.1\r\nHost: localhost\r\n";
  for (const auto& [name, value] : message.fields) text += name + ": " + value + "\r\n";
  if (!message.body.empty() || message.method == "PUT" || message.method == "POST") {
    text += "Content-Length: " + std::to_string(message.body.size()) + "\r\n";
  }
  return text + "\r\n" + message.body;
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

bool closes(const Reply& reply) {
  const auto connection = reply.field("Connection");
  return connection && equal_ignoring_case(*connection, "close");
}

}  // namespace

std::optional<std::string> Reply::field(std::string_view name) const {
  for (const auto& [key, value] : fields) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

bool Client::connect() {
  if (socket_ >= 0) return true;
  buffer_.clear();
  socket_ = open_socket(port_);
  if (socket_ >= 0) limit_waiting(socket_);
  return socket_ >= 0;
}

void Client::disconnect() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

bool Client::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::fill() {
  char bytes[4096];
  const ssize_t got = recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::optional<std::string> Client::line() {
  std::size_t end;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

bool Client::skip(std::size_t bytes) {
  while (buffer_.size() < bytes) {
    if (!fill()) return false;
  }
  buffer_.erase(0, bytes);
  return true;
}

Reply Client::read_head() {
  const auto status_line = line();
  if (!status_line || status_line->size() < 12) return {};
  Reply reply{std::atoi(status_line->c_str() + 9), {}};
  while (auto text = line()) {
    if (text->empty()) return reply;
    const std::size_t colon = text->find(':');
    if (colon == std::string::npos) return {};
    const std::string_view value = trim_blanks(std::string_view(*text).substr(colon + 1));
    reply.fields.emplace_back(text->substr(0, colon), value);
  }
  return {};
}

bool Client::read_chunks() {
  while (const auto size = line()) {
    const std::size_t bytes = std::strtoul(size->c_str(), nullptr, 16);
    if (!skip(bytes + 2)) return false;
    if (bytes == 0) return true;
  }
  return false;
}

bool Client::read_body(const Reply& reply) {
  if (const auto coding = reply.field("Transfer-Encoding")) return read_chunks();
  if (const auto length = reply.field("Content-Length")) {
    return skip(std::strtoul(length->c_str(), nullptr, 10));
  }
  while (fill()) buffer_.clear();
  return false;
}

Reply Client::read_reply(bool head) {
  Reply reply = read_head();
  while (reply.status >= 100 && reply.status < 200) reply = read_head();
  if (reply.status == 0) return reply;
  const bool complete = head || !has_body(reply.status) || read_body(reply);
  if (!complete || closes(reply)) disconnect();
  return reply;
}

Reply Client::send(const Message& message) {
  const std::string bytes = to_wire(message);
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!connect()) return {};
    if (write(bytes)) {
      const Reply reply = read_reply(message.method == "HEAD");
      if (reply.status != 0) return reply;
    }
    disconnect();
  }
  return {};
}

bool wait_for_port(int port) {
  for (int attempt = 0; attempt < 200; ++attempt) {
    const int s = open_socket(port);
    if (s >= 0) {
      close(s);
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

int free_port() {
  const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool bound = bind(s, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     getsockname(s, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(s);
  return bound ? ntohs(address.sin_port) : 0;
}

}  // namespace wiretag::differential
