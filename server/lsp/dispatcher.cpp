#include "server/lsp/dispatcher.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lsp/json_text.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// The id as JSON text; empty where it is no id.
std::string id_text(const json& message) {
  const auto id = message.find("id");
  if (id == message.end() || !(id->is_string() || id->is_number_integer())) return {};
  return json_text(*id);
}

bool is_request(const json& message) {
  return message.is_object() && message.value("jsonrpc", json()) == "2.0" &&
         message.value("method", json()).is_string();
}

bool is_cancellation(const json& message) {
  return is_request(message) && !message.contains("id") && message["method"] == "$/cancelRequest";
}

bool is_response(const json& message) {
  return !message.contains("method") && (message.contains("result") || message.contains("error"));
}

}  // namespace

void Outbox::send_around(std::string message, const JsonText& value) const {
  message.reserve(message.size() + value.text.size() + 1);
  message += value.text;
  message += '}';
  send_(message);
}

void Outbox::notify(std::string_view method, const json& params) const {
  notify_text(method, {json_text(params)});
}

void Outbox::notify_text(std::string_view method, const JsonText& params) const {
  send_around(fmt::format(R"({{"jsonrpc":"2.0","method":"{}","params":)", method), params);
}

void Outbox::request(std::int64_t id, std::string_view method, const json& params) const {
  send_(fmt::format(R"({{"jsonrpc":"2.0","id":{},"method":"{}","params":{}}})", id, method,
                    json_text(params)));
}

void Outbox::result(std::string_view id, const json& result) const {
  result_text(id, {json_text(result)});
}

void Outbox::result_text(std::string_view id, const JsonText& result) const {
  send_around(fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":)", id), result);
}

void Outbox::error(std::string_view id, ErrorCode code, std::string_view message) const {
  send_(fmt::format(R"({{"jsonrpc":"2.0","id":{},"error":{{"code":{},"message":{}}}}})", id,
                    static_cast<std::int32_t>(code), json_text(json(message))));
}

void Outbox::warn(std::string_view message) const {
  constexpr int kWarning = 2;
  notify("window/logMessage", {{"type", kWarning}, {"message", message}});
}

void Outbox::inform(std::string_view message) const {
  constexpr int kInfo = 3;
  notify("window/logMessage", {{"type", kInfo}, {"message", message}});
}

Answer::~Answer() {
  if (!out_) return;
  try {
    error(ErrorCode::InternalError, "the request was given up");
  } catch (const std::exception&) {
    out_ = nullptr;
  }
}

void Answer::result(const json& result) { result_text({json_text(result)}); }

void Answer::result_text(const JsonText& result) {
  if (!out_) return;
  out_->result_text(id_, result);
  out_ = nullptr;
}

void Answer::error(ErrorCode code, std::string_view message) {
  if (!out_) return;
  out_->error(id_, code, message);
  out_ = nullptr;
}

void Dispatcher::give(Answer& answer, const tl::expected<json, Refusal>& outcome) {
  if (outcome) {
    answer.result(*outcome);
  } else {
    answer.refuse(outcome.error());
  }
}

bool Dispatcher::accept(std::string_view message) {
  json parsed = parse_json(message);
  if (parsed.is_discarded()) {
    out_.error("null", ErrorCode::ParseError, "the message is not JSON");
    return false;
  }
  if (is_cancellation(parsed)) {
    cancel(parsed);
  } else {
    queue_.push_back({std::move(parsed), message.size()});
    queued_ += message.size();
  }
  return true;
}

void Dispatcher::cancel(const json& message) {
  const auto params = message.find("params");
  const std::string id = params != message.end() && params->is_object() ? id_text(*params) : "";
  if (id.empty()) return;
  const auto named = std::find_if(queue_.begin(), queue_.end(), [&](const Queued& queued) {
    return is_request(queued.message) && id_text(queued.message) == id;
  });
  if (named == queue_.end()) {
    if (cancelled_) cancelled_(id);
    return;
  }
  out_.error(id, ErrorCode::RequestCancelled, "cancelled");
  queued_ -= named->bytes;
  queue_.erase(named);
}

bool Dispatcher::step() {
  if (queue_.empty()) return false;
  const Queued next = std::move(queue_.front());
  queue_.pop_front();
  queued_ -= next.bytes;
  dispatch_message(next.message);
  return true;
}

bool Dispatcher::dispatch(std::string_view message) {
  const bool is_json = accept(message);
  while (step()) {
  }
  return is_json;
}

void Dispatcher::dispatch_message(const json& message) {
  if (!message.is_object()) {
    out_.error("null", ErrorCode::InvalidRequest,
               message.is_array() ? "there are no batches in LSP" : "the message is no object");
    return;
  }
  if (is_response(message)) {
    try {
      if (response_) response_(message);
    } catch (const std::exception& failure) {
      out_.warn(fmt::format("a response was not understood: {}", failure.what()));
    }
    return;
  }
  const std::string id = id_text(message);
  const auto version = message.find("jsonrpc");
  const auto method = message.find("method");
  const bool named = method != message.end() && method->is_string();
  const bool valid_id = !message.contains("id") || !id.empty();
  if (version == message.end() || *version != "2.0" || !named || !valid_id) {
    out_.error(id.empty() ? "null" : id, ErrorCode::InvalidRequest,
               "this is no JSON-RPC 2.0 request");
    return;
  }
  const json none;
  const auto params = message.find("params");
  const json& given = params == message.end() ? none : *params;
  if (id.empty()) {
    dispatch_notification(method->get_ref<const std::string&>(), given);
  } else {
    dispatch_request(method->get_ref<const std::string&>(), given, Answer(id, out_));
  }
}

void Dispatcher::dispatch_request(const std::string& method, const json& params, Answer answer) {
  if (phase_ == Phase::ShutDown) {
    answer.error(ErrorCode::InvalidRequest, "the server was shut down");
    return;
  }
  const bool initialize = method == "initialize";
  if (phase_ == Phase::Fresh && !initialize) {
    answer.error(ErrorCode::ServerNotInitialized, "initialize comes first");
    return;
  }
  if (phase_ == Phase::Running && initialize) {
    answer.error(ErrorCode::InvalidRequest, "the server is initialized already");
    return;
  }
  const auto found = requests_.find(method);
  if (found == requests_.end()) {
    answer.error(ErrorCode::MethodNotFound, fmt::format("unknown method {}", method));
    return;
  }
  const auto start = std::chrono::steady_clock::now();
  found->second(params, std::move(answer));
  if (!tracing_) return;
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  out_.notify("$/logTrace", {{"message", fmt::format("{}: {:.2f} ms", method, took.count())}});
}

void Dispatcher::dispatch_notification(const std::string& method, const json& params) {
  if (phase_ != Phase::Running && method != "exit") return;
  const auto found = notifications_.find(method);
  if (found == notifications_.end()) return;
  try {
    if (!found->second(params)) out_.warn(method + ": the parameters do not fit; ignored");
  } catch (const std::exception& failure) {
    out_.warn(fmt::format("{} failed: {}", method, failure.what()));
  }
}

}  // namespace wiretag::lsp
