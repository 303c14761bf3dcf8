#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "http/profiles/profile.h"
#include "rules/rule.h"

namespace wiretag::lsp {

/// What the client's section "wiretag" says. Unset where it says nothing, null, "" or [].
struct Settings {
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::string> extend_select;
  std::optional<rules::Severity> severity;
  std::optional<http::Product> server;
  std::optional<bool> trace;
};

/// Reads a section. Members of another type than they ought to be are left out and named in
/// `wrong`, as are names that no rule and no product has. `server` and `trace` may be objects:
/// clients keep settings of their own there.
[[nodiscard]] Settings read_settings(const nlohmann::json& section,
                                     std::vector<std::string>& wrong);

}  // namespace wiretag::lsp
