#pragma once

#include <vector>

#include "documents/traffic/traffic.h"

namespace wiretag::rules {

/// A text that stands where an entity tag belongs.
struct TagValue {
  Text text;  ///< the ETag value, the If-Range value, or one member of a list
  Text line;  ///< the whole value of its field line
  http::FieldName field{};
  bool in_response = false;
  bool editable = false;  ///< no recorded evidence
};

/// All of them in an exchange: ETag of the response, If-Match, If-None-Match and If-Range of the
/// request. In bare fields, whichever of them occur. A date in If-Range is none.
[[nodiscard]] std::vector<TagValue> tag_values(const Judged& judged);

}  // namespace wiretag::rules
