#include <csignal>

#include "server/cli/arguments.h"

int main(int argc, char** argv) {
  // A reader that goes away shows as EPIPE, so the program ends in its own way.
  std::signal(SIGPIPE, SIG_IGN);
  return wiretag::cli::run(argc, argv);
}
