#include "server/lsp/calls.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "server/lsp/protocol.h"

namespace wiretag::lsp {

using nlohmann::json;

void Calls::request(std::string_view method, const json& params, Reply reply) {
  // A client that never answers costs no more than this.
  constexpr std::size_t kMostWaiting = 256;
  const std::int64_t id = next_++;
  if (reply) {
    waiting_.emplace(id, std::move(reply));
    if (waiting_.size() > kMostWaiting) waiting_.erase(waiting_.begin());
  }
  out_.request(id, method, params);
}

void Calls::replied(const json& message) {
  const json* id = member(message, "id");
  if (!id || !id->is_number_integer()) return;
  const auto found = waiting_.find(id->get<std::int64_t>());
  if (found == waiting_.end()) return;
  const Reply reply = std::move(found->second);
  waiting_.erase(found);
  const auto result = message.find("result");
  reply(result == message.end() ? nullptr : &*result);
}

}  // namespace wiretag::lsp
