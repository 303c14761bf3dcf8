#include "server/cli/unknown_rule.h"

#include <fmt/format.h>

#include "rules/rule.h"

namespace wiretag::cli {
namespace {

/// The first rule whose id holds `name`: people leave words out.
std::string_view containing(std::string_view name) {
  if (name.size() < 3) return {};
  for (const rules::Rule* rule : rules::all_rules()) {
    if (rule->info.id.find(name) != std::string_view::npos) return rule->info.id;
  }
  return {};
}

}  // namespace

std::string unknown_rule(std::string_view name) {
  std::string_view nearest = containing(name);
  if (nearest.empty()) nearest = rules::nearest_rule(name);
  if (nearest.empty()) return fmt::format("unknown rule '{}'; wiretag rules lists them", name);
  return fmt::format("unknown rule '{}'; did you mean '{}'?", name, nearest);
}

}  // namespace wiretag::cli
