#include "server/cli/color.h"

#include <cstdlib>

#include <unistd.h>

namespace wiretag::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool wanted(ColorChoice choice, int fd) {
  if (choice != ColorChoice::Auto) return choice == ColorChoice::Always;
  if (!variable("NO_COLOR").empty()) return false;
  const std::string_view force = variable("FORCE_COLOR");
  if (!force.empty()) return force != "0";
  return isatty(fd) == 1 && variable("TERM") != "dumb";
}

}  // namespace

std::string_view Palette::of(rules::Severity severity) const {
  switch (severity) {
    case rules::Severity::Error: return red;
    case rules::Severity::Warning: return yellow;
    case rules::Severity::Info: return blue;
    case rules::Severity::Hint: return cyan;
  }
  return red;
}

Palette palette(ColorChoice choice, int fd) {
  if (!wanted(choice, fd)) return {};
  return {.reset = "\x1b[0m",
          .bold = "\x1b[1m",
          .dim = "\x1b[2m",
          .red = "\x1b[1;31m",
          .yellow = "\x1b[1;33m",
          .green = "\x1b[1;32m",
          .blue = "\x1b[1;34m",
          .cyan = "\x1b[1;36m"};
}

}  // namespace wiretag::cli
