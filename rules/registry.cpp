#include <algorithm>
#include <array>
#include <vector>

#include "documents/text/nearest.h"
#include "rules/pages.h"
#include "rules/rule.h"

namespace wiretag::rules {

#define WIRETAG_RULE(name, folder) extern const Rule name;
#include "rules/rules.inc"
#undef WIRETAG_RULE

namespace {

constexpr std::array kRules = {
#define WIRETAG_RULE(name, folder) &name,
#include "rules/rules.inc"
#undef WIRETAG_RULE
};

}  // namespace

std::span<const Rule* const> all_rules() { return kRules; }

const Rule* find_rule(std::string_view id) {
  const auto it = std::find_if(kRules.begin(), kRules.end(),
                               [&](const Rule* rule) { return rule->info.id == id; });
  return it == kRules.end() ? nullptr : *it;
}

std::string_view nearest_rule(std::string_view id) {
  std::vector<std::string_view> ids;
  for (const Rule* rule : kRules) ids.push_back(rule->info.id);
  return text::nearest(id, ids);
}

std::string_view page(const Rule& rule) { return embedded_page(rule.info.id); }

std::string_view help_base() { return WIRETAG_HELP_BASE; }

char letter(Family family) { return static_cast<char>('A' + static_cast<int>(family)); }

std::string_view to_string(Family family) {
  constexpr std::array<std::string_view, 16> kNames = {
      "prediction", "tags",      "conditions",    "ranges",       "status",  "requests",
      "responses",  "freshness", "variants",      "revalidation", "traffic", "edges",
      "privacy",    "logs",      "configuration", "tool"};
  return kNames[static_cast<std::size_t>(family)];
}

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Hint: return "hint";
    case Severity::Info: return "info";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
  }
  return "error";
}

std::string_view to_string(FixKind fix) {
  switch (fix) {
    case FixKind::None: return "none";
    case FixKind::Safe: return "safe";
    case FixKind::Unsafe: return "unsafe";
  }
  return "none";
}

}  // namespace wiretag::rules
