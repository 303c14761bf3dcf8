#pragma once

#include <string>

#include "documents/model/exchange.h"

namespace wiretag {

/// The server node that answered an exchange.
struct Node {
  std::string key;      ///< folded, to compare: "pod-a"; empty where unknown
  Text text;            ///< where it is named
  bool stated = false;  ///< by `# @node` or a comment; else read from a response field

  [[nodiscard]] bool known() const { return !key.empty(); }
};

/// From `# @node`, the comment above the request, or a response field that names the backend.
/// Fields that name a CDN's point of presence are no origin node.
[[nodiscard]] Node node_of(const Exchange& exchange);

/// Both are known and differ.
[[nodiscard]] bool different_nodes(const Node& a, const Node& b);

}  // namespace wiretag
