#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "rules/logs/tag_history.h"

namespace wiretag::rules {

/// Tags of one content that differ from node to node.
struct Drift {
  /// Each node with the tag that it sends most, in the order of the log.
  std::vector<TagSpan> nodes;
  std::size_t tags = 0;  ///< distinct ones of these
  bool named = false;    ///< the tags hold the names of their nodes
  bool certain = false;  ///< else the lines are few
  int lost_percent = 0;  ///< checks that reach a node with another tag than the last one
};

/// nullopt where the log does not prove it: without nodes, tags and times in the log, or where the
/// tags follow each other as in a deploy, change by user or language, or stand for contents of
/// different sizes.
[[nodiscard]] std::optional<Drift> find_drift(const UrlTraffic& url);

}  // namespace wiretag::rules
