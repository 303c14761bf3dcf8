#pragma once

#include <string>
#include <string_view>

#include "server/cli/color.h"

namespace wiretag::cli {

/// The change from `before` to `after` as a unified diff that `git apply` and `patch -p1` take;
/// empty for no change.
[[nodiscard]] std::string unified_diff(std::string_view path, std::string_view before,
                                       std::string_view after, const Palette& palette);

}  // namespace wiretag::cli
