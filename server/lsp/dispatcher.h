#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include "server/lsp/json_text.h"

namespace wiretag::lsp {

/// JSON-RPC 2.0 and LSP 3.17 error codes.
enum class ErrorCode : std::int32_t {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  InternalError = -32603,
  ServerNotInitialized = -32002,
  RequestCancelled = -32800,
  ContentModified = -32801,
  RequestFailed = -32803,
};

/// What goes to the client, as JSON text.
class Outbox {
 public:
  using Send = std::function<void(std::string_view message)>;

  explicit Outbox(Send send) : send_(std::move(send)) {}

  void notify(std::string_view method, const nlohmann::json& params) const;
  void notify_text(std::string_view method, const JsonText& params) const;
  void request(std::int64_t id, std::string_view method, const nlohmann::json& params) const;
  /// `id` is JSON text.
  void result(std::string_view id, const nlohmann::json& result) const;
  void result_text(std::string_view id, const JsonText& result) const;
  void error(std::string_view id, ErrorCode code, std::string_view message) const;
  /// A line for the client's log.
  void warn(std::string_view message) const;
  void inform(std::string_view message) const;
  /// Nothing is sent from here on.
  void mute() {
    send_ = [](std::string_view) {};
  }

 private:
  /// Sends a message that ends with a value; `message` is what stands in front of it.
  void send_around(std::string message, const JsonText& value) const;

  Send send_;
};

/// Why a request that is in order gets no result, in words for the user.
struct Refusal {
  std::string reason;
  ErrorCode code = ErrorCode::RequestFailed;
};

/// The duty to answer one request. Answers once; a second answer is dropped, and a duty that is
/// dropped unanswered answers InternalError.
class Answer {
 public:
  /// `id` is JSON text.
  Answer(std::string id, const Outbox& out) : id_(std::move(id)), out_(&out) {}
  Answer(Answer&& other) noexcept
      : id_(std::move(other.id_)), out_(std::exchange(other.out_, nullptr)) {}
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  Answer& operator=(Answer&&) = delete;
  ~Answer();

  void result(const nlohmann::json& result);
  void result_text(const JsonText& result);
  void refuse(const Refusal& refusal) { error(refusal.code, refusal.reason); }
  void error(ErrorCode code, std::string_view message);
  /// As JSON text.
  [[nodiscard]] const std::string& id() const { return id_; }

 private:
  std::string id_;
  const Outbox* out_;  ///< nullptr once answered
};

/// Where the session stands (LSP 3.17, "Server lifecycle").
enum class Phase : std::uint8_t { Fresh, Running, ShutDown, Exited };

/// Brings messages to the handlers of their methods. Knows JSON-RPC but neither transport nor
/// features. A handler's parameters are read by `bool read(const json&, Params&)`, found by their
/// type; false answers InvalidParams.
class Dispatcher {
 public:
  explicit Dispatcher(const Outbox& out) : out_(out) {}

  /// `handler(const Params&)` returns the result as JSON, or a Refusal in its place.
  template <typename Params, typename Handler>
  void request(std::string method, Handler handler) {
    requests_[std::move(method)] = [handler](const nlohmann::json& params, Answer answer) {
      try {
        Params parsed;
        if (read(params, parsed)) {
          give(answer, handler(std::as_const(parsed)));
        } else {
          answer.error(ErrorCode::InvalidParams, "the parameters do not fit the method");
        }
      } catch (const std::exception& failure) {
        answer.error(ErrorCode::InternalError, failure.what());
      }
    };
  }

  /// `handler(const Params&, Answer)` answers when it can.
  template <typename Params, typename Handler>
  void deferred(std::string method, Handler handler) {
    requests_[std::move(method)] = [handler](const nlohmann::json& params, Answer answer) {
      try {
        Params parsed;
        if (read(params, parsed)) {
          handler(std::as_const(parsed), std::move(answer));
        } else {
          answer.error(ErrorCode::InvalidParams, "the parameters do not fit the method");
        }
      } catch (const std::exception& failure) {
        answer.error(ErrorCode::InternalError, failure.what());
      }
    };
  }

  /// `handler(Params&)`: a notification's parameters are the handler's to take.
  template <typename Params, typename Handler>
  void notification(std::string method, Handler handler) {
    notifications_[std::move(method)] = [handler](const nlohmann::json& params) {
      Params parsed;
      if (!read(params, parsed)) return false;
      handler(parsed);
      return true;
    };
  }

  /// What answers to the server's own requests go to.
  void responses(std::function<void(const nlohmann::json& message)> handler) {
    response_ = std::move(handler);
  }
  /// Told the id, as JSON text, of a request that is cancelled and no longer queued.
  void cancellations(std::function<void(const std::string& id)> handler) {
    cancelled_ = std::move(handler);
  }

  /// Queues one message; never throws. A cancellation counts at once: the request that it names is
  /// answered RequestCancelled where it is still queued. False where the text is no JSON (which is
  /// answered, too).
  bool accept(std::string_view message);
  /// Handles the message that is queued longest; never throws. False where none is.
  bool step();
  /// Bytes of the queued messages.
  [[nodiscard]] std::size_t queued() const { return queued_; }

  /// Handles one message and whatever is queued before it.
  bool dispatch(std::string_view message);

  /// Tells the client about each request and how long it took.
  void trace(bool on) { tracing_ = on; }

  [[nodiscard]] Phase phase() const { return phase_; }
  void enter(Phase phase) { phase_ = phase; }

 private:
  using Request = std::function<void(const nlohmann::json& params, Answer answer)>;
  using Notification = std::function<bool(const nlohmann::json& params)>;

  static void give(Answer& answer, const nlohmann::json& result) { answer.result(result); }
  static void give(Answer& answer, const JsonText& result) { answer.result_text(result); }
  static void give(Answer& answer, const tl::expected<nlohmann::json, Refusal>& outcome);

  void cancel(const nlohmann::json& message);
  void dispatch_message(const nlohmann::json& message);
  void dispatch_request(const std::string& method, const nlohmann::json& params, Answer answer);
  void dispatch_notification(const std::string& method, const nlohmann::json& params);

  struct Queued {
    nlohmann::json message;
    std::size_t bytes;
  };

  const Outbox& out_;
  std::deque<Queued> queue_;
  std::size_t queued_ = 0;
  std::function<void(const nlohmann::json&)> response_;
  std::function<void(const std::string&)> cancelled_;
  std::unordered_map<std::string, Request> requests_;
  std::unordered_map<std::string, Notification> notifications_;
  Phase phase_ = Phase::Fresh;
  bool tracing_ = false;
};

}  // namespace wiretag::lsp
