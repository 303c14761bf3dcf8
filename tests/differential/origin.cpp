#include "tests/differential/origin.h"

#include <ctime>
#include <map>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "http/fields/date.h"

namespace wiretag::differential {
namespace {

constexpr std::string_view kTag = "ETag: \"v42-5f3a\"\r\n";
constexpr std::string_view kWeakTag = "ETag: W/\"v42-5f3a\"\r\n";
constexpr std::string_view kOld = "Last-Modified: Tue, 02 Jan 2024 03:04:05 GMT\r\n";

struct Representation {
  std::string validators;
  std::size_t length = 1000;
};

std::string old_and_tagged() { return std::string(kTag) + std::string(kOld); }

std::string fresh() {
  return std::string(kTag) + "Last-Modified: " + http::to_string({std::time(nullptr) - 5}) + "\r\n";
}

std::map<std::string, Representation, std::less<>> representations() {
  return {{"/thousand", {old_and_tagged(), 1000}},
          {"/one", {old_and_tagged(), 1}},
          {"/empty", {old_and_tagged(), 0}},
          {"/fresh", {fresh(), 1000}},
          {"/untagged", {std::string(kOld), 1000}},
          {"/undated", {std::string(kTag), 1000}},
          {"/weak", {std::string(kWeakTag) + std::string(kOld), 1000}}};
}

std::string answer(std::string_view request) {
  const std::size_t first = request.find(' ');
  const std::size_t second = request.find(' ', first + 1);
  if (second == std::string_view::npos) return {};
  const auto all = representations();
  const auto found = all.find(request.substr(first + 1, second - first - 1));
  const bool exists = found != all.end();
  const Representation body = exists ? found->second : Representation{"", 4};
  std::string text = exists ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 404 Not Found\r\n";
  text +=
      "Date: " + http::to_string({std::time(nullptr)}) + "\r\n" + body.validators +
      "Content-Type: application/octet-stream\r\nContent-Length: " + std::to_string(body.length) +
      "\r\nConnection: close\r\n";
  if (exists) text += "Accept-Ranges: bytes\r\nCache-Control: max-age=3600\r\n";
  text += "\r\n";
  if (request.substr(0, first) != "HEAD") text.append(body.length, 'x');
  return text;
}

void serve_one(int connection) {
  const timeval limit{5, 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  std::string request;
  char bytes[4096];
  while (request.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = recv(connection, bytes, sizeof bytes, 0);
    if (got <= 0) return;
    request.append(bytes, static_cast<std::size_t>(got));
  }
  const std::string text = answer(request);
  if (send(connection, text.data(), text.size(), MSG_NOSIGNAL) > 0) shutdown(connection, SHUT_WR);
}

}  // namespace

void serve_origin(int port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
  if (listen(listener, 64) != 0) return;
  while (true) {
    const int connection = accept(listener, nullptr, nullptr);
    if (connection < 0) continue;
    serve_one(connection);
    close(connection);
  }
}

}  // namespace wiretag::differential
