#include <unistd.h>

#include "server/cli/arguments.h"
#include "server/cli/commands.h"
#include "server/cli/rules_printer.h"

namespace wiretag::cli {

int list_rules(Format format) {
  Output out(STDOUT_FILENO);
  if (format == Format::Json) {
    print_rules_json(out);
  } else {
    print_rules_full(out);
  }
  return out.finish() ? kClean : kTrouble;
}

}  // namespace wiretag::cli
