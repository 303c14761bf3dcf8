#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "server/lsp/server.h"
#include "server/lsp/transport.h"

namespace wiretag::lsp {

using nlohmann::json;

inline constexpr std::string_view kUri = "file:///exchanges/a.http";

/// A client in the same process as its server.
class Client {
 public:
  Client();

  /// initialize and initialized; returns the result.
  json initialize(const json& capabilities = json::object());
  /// The whole answer: `result` or `error`. Fails the test where there is not exactly one.
  json ask(std::string_view method, const json& params);
  /// The result of a request about the document that was opened last.
  json ask_document(std::string_view method, json params = json::object());
  void tell(std::string_view method, const json& params);
  /// Any content, framed.
  void send(std::string_view content);
  /// Any bytes.
  void send_bytes(std::string_view bytes) { server_.receive(bytes); }
  /// Any bytes, which are handled step by step.
  void feed(std::string_view bytes) { server_.feed(bytes); }
  Server::State step() { return server_.step(); }

  void open(std::string_view text, int version = 1);
  /// Of any name, in no language that says what it is.
  void open_file(std::string_view name, std::string_view text);
  void change(const json& changes, int version);
  /// At the end of the first `text` in the document that was opened last, positions in bytes.
  [[nodiscard]] json behind(std::string_view text) const;

  /// Everything received so far, forgotten with the call.
  std::vector<json> take();
  /// The parameters of the last published diagnostics; null where none were.
  [[nodiscard]] json published() const;
  [[nodiscard]] const Server& server() const { return server_; }

 private:
  Server server_;
  FrameReader reader_;
  std::vector<json> received_;
  json published_;
  std::string uri_{kUri};
  std::string text_;
  int next_id_ = 1;
};

json position(std::uint32_t line, std::uint32_t character);
json range(std::uint32_t line, std::uint32_t from, std::uint32_t to);
/// From the start to the end of any document.
json everything();

/// `text` after the edits of a WorkspaceEdit; positions count bytes. Independent of the server's
/// own code.
std::string applied(std::string_view text, const json& workspace_edit);

/// The exchanges that every front end reads right.
inline constexpr std::string_view kRevalidation = R"(### first fetch
GET /logo.svg HTTP/1.1
Host: example.com

HTTP/1.1 200 OK
ETag: "v42"
Content-Length: 5120

### revalidation
GET /logo.svg HTTP/1.1
Host: example.com
If-None-Match: "v42"
)";
inline constexpr std::string_view kWeakCompare = R"(GET /report.html HTTP/1.1
Host: cdn.example.com
If-None-Match: "v42"

# server's current validator for this resource:
# ETag: W/"v42"
)";
inline constexpr std::string_view kResume = R"(GET /video.mp4 HTTP/1.1
Host: media.example.com
Range: bytes=1000000-
If-Range: W/"clip-build-9"

# server's current validator:
# ETag: W/"clip-build-9"
)";
inline constexpr std::string_view kPerNode =
    R"(# Request lands on pod A, which minted the client's cached tag
GET /api/config HTTP/1.1
If-None-Match: "pod-a-counter-7"

HTTP/1.1 304 Not Modified

# Next poll round-robins to pod B
GET /api/config HTTP/1.1
If-None-Match: "pod-a-counter-7"

HTTP/1.1 200 OK
ETag: "pod-b-counter-3"
Content-Length: 8192
)";

}  // namespace wiretag::lsp
