#pragma once

#include <string>
#include <string_view>

#include "documents/model/exchange.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// Adds a field line to a request, below Host where there is one.
[[nodiscard]] Fix add_line(const Request& request, std::string_view line, std::string title);

/// Adds a field line at the end of a response's head.
[[nodiscard]] Fix add_line(const Response& response, std::string_view line, std::string title);

/// Removes the lines after the first one of that name.
[[nodiscard]] Fix remove_repeated(const Fields& fields, http::FieldName name, std::string title);

}  // namespace wiretag::rules
