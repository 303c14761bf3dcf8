#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/conditions.h"
#include "http/fields/text.h"
#include "http/predict.h"

namespace wiretag::http {

/// `GET` followed by field lines, e.g. request("PUT", {"If-Match: \"a\""}). The views point into
/// the literals.
inline ConditionalRequest request(std::string_view method_name,
                                  const std::vector<std::string_view>& lines) {
  ConditionReader reader(method(method_name));
  for (std::string_view line : lines) {
    const std::size_t colon = line.find(':');
    reader.add(field_name(line.substr(0, colon)), line.substr(colon + 1));
  }
  return std::move(reader).finish();
}

inline EntityTag tag(std::string_view text) { return *parse_entity_tag(text); }

inline HttpDate date(std::string_view text) { return parse_http_date(text)->date; }

inline std::vector<int> codes(const StatusSet& set) { return {set.begin(), set.end()}; }

}  // namespace wiretag::http
