#pragma once

#include <string>

#include "documents/model/exchange.h"

namespace wiretag {

/// The server node that answered an exchange.
struct Node {
  std::string key;      ///< folded, to compare: "pod-a"; empty where unknown
  Text text;            ///< where it is named
  bool stated = false;  ///< by `# @node` or a comment; else read from the recording

  [[nodiscard]] bool known() const { return !key.empty(); }
};

/// From `# @node`, the comment above the request, a response field that names the backend, or the
/// address that answered. A CDN's point of presence is no origin node, nor is the address of a
/// response that a cache or a CDN had a hand in.
[[nodiscard]] Node node_of(const Exchange& exchange);

/// Both are known and differ.
[[nodiscard]] bool different_nodes(const Node& a, const Node& b);

}  // namespace wiretag
