#pragma once

#include <string_view>

namespace wiretag::rules {

/// The Markdown page of a rule, embedded at build time; empty for an unknown id.
[[nodiscard]] std::string_view embedded_page(std::string_view id);

}  // namespace wiretag::rules
