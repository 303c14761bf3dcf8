#pragma once

namespace wiretag::cli {

/// Exit codes of every command.
enum Exit : int {
  kClean = 0,
  kFindings = 1,  ///< findings at or above `--fail-on`
  kTrouble = 2,   ///< wrong usage, or input or output that failed; beats `kFindings`
};

/// Reads the command line, runs the command that it names and gives the exit code.
[[nodiscard]] int run(int argc, char** argv);

}  // namespace wiretag::cli
