#include <unistd.h>

#include "rules/rule.h"
#include "server/cli/arguments.h"
#include "server/cli/commands.h"
#include "server/cli/output.h"
#include "server/cli/unknown_rule.h"

namespace wiretag::cli {

int explain(const std::string& id) {
  const rules::Rule* rule = rules::find_rule(id);
  if (!rule) {
    tell(unknown_rule(id));
    return kTrouble;
  }
  Output out(STDOUT_FILENO);
  const std::string_view page = rules::page(*rule);
  out.write(page);
  if (!page.ends_with('\n')) out.write("\n");
  return out.finish() ? kClean : kTrouble;
}

}  // namespace wiretag::cli
