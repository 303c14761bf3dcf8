#include "server/config/config.h"

#include <unistd.h>

#include "server/cli/arguments.h"
#include "server/cli/commands.h"
#include "server/cli/output.h"
#include "server/config/keys.h"

namespace wiretag::cli {

int show_config_schema() {
  Output out(STDOUT_FILENO);
  out.write(config::schema());
  out.write("\n");
  return out.finish() ? kClean : kTrouble;
}

int show_config(const std::string& path) {
  const std::optional<std::string> found = config::find(path);
  if (!found) {
    tell(
        fmt::format("{}: no wiretag.toml or .wiretag.toml here or above; the defaults hold", path));
    return kClean;
  }
  Output out(STDOUT_FILENO);
  out.print("{}\n", *found);
  const config::Loaded loaded = config::read(*found);
  for (const config::Problem& problem : loaded.problems) tell(config::to_string(problem));
  return out.finish() && loaded.problems.empty() ? kClean : kTrouble;
}

}  // namespace wiretag::cli
