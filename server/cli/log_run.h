#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "documents/logs/log_scan.h"
#include "documents/readers/document.h"
#include "server/cli/collect.h"
#include "server/cli/commands.h"
#include "server/cli/log_formats.h"
#include "server/cli/progress.h"
#include "server/cli/settings.h"
#include "server/cli/standard_input.h"

namespace wiretag::cli {

/// The access logs among the inputs of one run, read as one log.
class LogRun {
 public:
  /// A mistake in `--log-format` is told.
  LogRun(const CheckOptions& options, Settings& settings, Troubles& troubles);

  /// False after a mistake in `--log-format`: nothing can be read.
  [[nodiscard]] bool ready() const { return ready_; }

  /// Reads one log. What cannot be read is told; a file of no known format that was met in a
  /// directory is skipped instead.
  void add(const Input& input, StandardInput& standard_input, const std::string& stdin_filename);
  /// Reads what another run has written.
  void add_partial(const std::string& path);

  [[nodiscard]] std::size_t read() const { return read_; }
  /// Logs that the last `document` is of, those behind partials included.
  [[nodiscard]] std::size_t files() const { return files_; }
  [[nodiscard]] std::size_t skipped() const { return skipped_; }

  /// What was read so far, to be linted and shown. nullopt after a failure, which is told.
  [[nodiscard]] std::optional<readers::Document> document();
  /// False after a failure, which is told.
  bool write_partial(const std::string& path);
  /// Waits until the files have grown and reads on. False after `StopSignal`, and where they cannot
  /// be followed, which is told.
  bool wait_for_more();

 private:
  void tell(const logs::ScanError& error);
  [[nodiscard]] logs::ScanOptions scan_options(const CheckOptions& options);

  Troubles& troubles_;
  LogFormats formats_;
  Progress progress_;
  bool ready_ = true;
  logs::LogScan scan_;
  std::size_t read_ = 0;
  std::size_t files_ = 0;
  std::size_t skipped_ = 0;
  bool grows_ = false;  ///< one of the files, at least, can
};

}  // namespace wiretag::cli
