#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "server/lsp/dispatcher.h"

namespace wiretag::lsp {

/// The server's own requests to its client.
class Calls {
 public:
  /// Gets the result; nullptr where the client answers with an error.
  using Reply = std::function<void(const nlohmann::json* result)>;

  explicit Calls(const Outbox& out) : out_(out) {}

  void request(std::string_view method, const nlohmann::json& params, Reply reply = {});
  /// An answer of the client; one that nobody waits for is dropped.
  void replied(const nlohmann::json& message);

 private:
  const Outbox& out_;
  std::int64_t next_ = 1;
  std::map<std::int64_t, Reply> waiting_;
};

}  // namespace wiretag::lsp
