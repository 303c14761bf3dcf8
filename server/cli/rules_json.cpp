#include "rules/rule.h"
#include "server/cli/json_text.h"
#include "server/cli/rules_printer.h"

namespace wiretag::cli {

void print_rules_json(Output& out) {
  Json all = Json::array();
  for (const rules::Rule* rule : rules::all_rules()) {
    const rules::RuleInfo& info = rule->info;
    all.push_back({{"id", info.id},
                   {"family", std::string(1, rules::letter(info.family))},
                   {"severity", rules::to_string(info.severity)},
                   {"tier", info.tier},
                   {"kind", info.kind == rules::Kind::Lens ? "lens" : "rule"},
                   {"fix", rules::to_string(info.fix)},
                   {"summary", info.summary},
                   {"help_url", std::string(rules::help_base()) + std::string(info.id) + ".md"}});
  }
  out.print("{}\n", Json{{"rules", std::move(all)}}.dump(2));
}

}  // namespace wiretag::cli
