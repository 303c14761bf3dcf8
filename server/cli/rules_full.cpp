#include <algorithm>
#include <map>
#include <vector>

#include "rules/rule.h"
#include "server/cli/rules_printer.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

std::string_view grade(const rules::RuleInfo& info) {
  return info.kind == rules::Kind::Lens ? "lens" : rules::to_string(info.severity);
}

std::string_view fix_column(const rules::RuleInfo& info) {
  return info.fix == rules::FixKind::None ? "-" : rules::to_string(info.fix);
}

}  // namespace

void print_rules_full(Output& out) {
  std::map<rules::Family, std::vector<const rules::RuleInfo*>> families;
  std::size_t width = 0;
  for (const rules::Rule* rule : rules::all_rules()) {
    families[rule->info.family].push_back(&rule->info);
    width = std::max(width, rule->info.id.size());
  }
  for (const auto& [family, infos] : families) {
    out.print("{}  {}\n", rules::letter(family), rules::to_string(family));
    for (const rules::RuleInfo* info : infos) {
      out.print("   {:<{}}  {:<7}  {:<6}  {}\n", info->id, width, grade(*info), fix_column(*info),
                info->summary);
    }
    out.write("\n");
  }
  out.print("{}: id, severity, fix, what it is about. A page for each: wiretag explain RULE\n",
            counted(rules::all_rules().size(), "rule"));
}

}  // namespace wiretag::cli
