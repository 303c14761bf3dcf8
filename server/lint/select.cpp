#include "server/lint/select.h"

#include <algorithm>

namespace wiretag::lint {
namespace {

bool names_rule(std::string_view name, const rules::Rule& rule) {
  if (name == "ALL" || name == rule.info.id) return true;
  return name.size() == 1 && name[0] == rules::letter(rule.info.family);
}

bool named(const std::vector<std::string>& names, const rules::Rule& rule) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return names_rule(name, rule); });
}

}  // namespace

bool Selection::enabled(const rules::Rule& rule) const {
  if (rule.info.kind == rules::Kind::Lens) return false;
  if (named(ignore, rule)) return false;
  if (named(extend_select, rule)) return true;
  if (!select.empty()) return named(select, rule);
  return rule.info.severity >= rules::Severity::Warning || rule.info.tier <= 2;
}

std::vector<std::string> unknown_rules(const std::vector<std::string>& names) {
  std::vector<std::string> unknown;
  for (const std::string& name : names) {
    const auto all = rules::all_rules();
    const bool known = std::any_of(
        all.begin(), all.end(), [&](const rules::Rule* rule) { return names_rule(name, *rule); });
    if (!known) unknown.push_back(name);
  }
  return unknown;
}

}  // namespace wiretag::lint
