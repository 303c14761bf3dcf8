#pragma once

#include <string>
#include <vector>

#include "rules/rule.h"

namespace wiretag::lint {

/// Which rules run and which findings are shown.
struct Selection {
  std::vector<std::string> select;  ///< ids, family letters or "ALL"; empty is the default set
  std::vector<std::string> ignore;  ///< ids or family letters
  std::vector<std::string> extend_select;            ///< on beside `select` or the default set
  rules::Severity severity = rules::Severity::Info;  ///< findings below are left out

  /// `rule` is on. The default set is all rules but lenses; infos and hints of tier 3 only by name.
  [[nodiscard]] bool enabled(const rules::Rule& rule) const;
};

/// Names in `names` that are neither an id, a family letter nor "ALL".
[[nodiscard]] std::vector<std::string> unknown_rules(const std::vector<std::string>& names);

}  // namespace wiretag::lint
