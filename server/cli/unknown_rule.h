#pragma once

#include <string>
#include <string_view>

namespace wiretag::cli {

/// What to say of a name that is no rule, with the rule that it most likely means.
[[nodiscard]] std::string unknown_rule(std::string_view name);

}  // namespace wiretag::cli
