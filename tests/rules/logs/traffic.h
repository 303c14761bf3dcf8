#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/rules/logs/logged.h"

namespace wiretag::rules::tests {

/// Traffic of a fleet behind a balancer: clients that keep what they have and check it, files that
/// change now and then, codings, users' own pages, downloads in parts, crawlers.
struct Fleet {
  std::uint64_t seed = 1;
  int urls = 60;
  int clients = 150;
  int nodes = 3;
  std::int64_t seconds = 3600;
  double requests_per_s = 4;
  bool sticky = false;              ///< a client stays at its node
  std::vector<int> drifting = {};   ///< URLs whose tag depends on the node
  std::int64_t deploy_s = -1;       ///< new file times for all files; -1 for none
  std::int64_t deploy_step_s = 60;  ///< from node to node
  bool new_sizes = false;           ///< the deploy brings new content
};

[[nodiscard]] std::vector<Request> traffic_of(const Fleet& fleet);
/// The path of a URL of a fleet.
[[nodiscard]] std::string url_of(int index);

}  // namespace wiretag::rules::tests
