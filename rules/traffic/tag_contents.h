#pragma once

#include <string>
#include <vector>

#include "rules/sightings.h"

namespace wiretag::rules {

/// One strong tag that stood for two different contents.
struct TagReuse {
  Sighting before;
  Sighting after;
  std::string difference;         ///< "1,024 bytes and then 2,048 bytes"
  const Judged* other = nullptr;  ///< an answer with another tag that stands between; else nullptr
};

/// Every strong tag of a resource that stood for different contents towards one audience, each at
/// its first such pair.
[[nodiscard]] std::vector<TagReuse> reused_tags(const Resource& resource);

}  // namespace wiretag::rules
