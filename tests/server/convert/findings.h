#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/document.h"

namespace wiretag::convert::tests {

/// What is found in a document, one line a finding, sorted: the rule, the severity where the author
/// shows no counter-example, the field or the part of the message that it stands on, and the URL.
/// Leaves out what is said of text that is no exchange.
[[nodiscard]] std::vector<std::string> findings_of(const readers::Document& document);

/// What a reader of the exchanges gets to see of each, sorted.
[[nodiscard]] std::vector<std::string> exchanges_of(const readers::Document& document);

/// How often text that is not understood is found.
[[nodiscard]] std::size_t not_understood(const readers::Document& document);

/// The lines of `a` that are not in `b`; both are sorted.
[[nodiscard]] std::string only_in(const std::vector<std::string>& a,
                                  const std::vector<std::string>& b);

[[nodiscard]] readers::Document converted(const readers::Document& document, bool secrets = false);

}  // namespace wiretag::convert::tests
