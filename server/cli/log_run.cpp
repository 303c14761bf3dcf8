#include "server/cli/log_run.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <unistd.h>

#include "documents/logs/log_input.h"
#include "server/cli/file.h"
#include "server/cli/stop_signal.h"

namespace wiretag::cli {
namespace {

using Reason = logs::ScanError::Reason;

constexpr std::chrono::milliseconds kFollowEvery{500};

std::string in_words(const logs::ScanError& error) {
  if (error.reason != Reason::UnknownFormat) return error.message;
  return "the format of the log is not known: " + error.message +
         ". Name it with --log-format: one of these names, or the text that the server is "
         "configured with, e.g. --log-format '$remote_addr [$time_local] \"$request\" $status'";
}

/// A file of that name may be the log of anything.
bool no_access_log(Reason reason) {
  return reason == Reason::UnknownFormat || reason == Reason::BadFormat;
}

}  // namespace

logs::ScanOptions LogRun::scan_options(const CheckOptions& options) {
  logs::ScanOptions scan;
  const std::string& text = options.logs.format;
  if (!text.empty()) {
    scan.format = formats_.given(text, options.common.paths.front());
    ready_ = scan.format.has_value();
  }
  scan.other_format = [this](const std::string& path, std::string_view start,
                             const logs::LogFormat* built_in) {
    return formats_.other(path, start, built_in);
  };
  scan.threads = options.logs.jobs;
  scan.follow = options.logs.follow;
  scan.progress = [this](std::uint64_t done, std::uint64_t total) { progress_.show(done, total); };
  return scan;
}

LogRun::LogRun(const CheckOptions& options, Settings& settings, Troubles& troubles)
    : troubles_(troubles),
      formats_(settings, troubles),
      progress_(options.logs.progress && isatty(STDERR_FILENO) != 0),
      scan_(scan_options(options)) {}

void LogRun::tell(const logs::ScanError& error) { troubles_.add(error.path, in_words(error)); }

void LogRun::add(const Input& input, StandardInput& standard_input,
                 const std::string& stdin_filename) {
  const auto start = read_start(input.path, standard_input);
  if (start && (start->starts_with("\xFF\xFE") || start->starts_with("\xFE\xFF"))) {
    return troubles_.add(input.path, "is UTF-16; convert it to UTF-8");
  }
  logs::LogScan::Result added;
  if (input.path == "-") {
    const int descriptor = standard_input.whole();
    if (descriptor < 0) return troubles_.add("-", std::strerror(errno));
    added = scan_.add_stream(descriptor, stdin_filename);
  } else {
    grows_ |= start && logs::compression_of(*start) == logs::Compression::None;
    added = scan_.add_files({input.path});
  }
  progress_.clear();
  if (added) {
    ++read_;
  } else if (input.met && no_access_log(added.error().reason)) {
    ++skipped_;
  } else {
    tell(added.error());
  }
}

void LogRun::add_partial(const std::string& path) {
  const auto added = scan_.add_partial(path);
  if (!added) return tell(added.error());
  ++read_;
}

std::optional<readers::Document> LogRun::document() {
  auto finished = scan_.finish();
  if (!finished) {
    tell(finished.error());
    return std::nullopt;
  }
  const auto& sources = finished->excerpt->sources;
  files_ = sources.size();
  std::string path = sources.empty() ? std::string("-") : sources.front();
  return readers::Document(std::move(path), std::move(*finished));
}

bool LogRun::write_partial(const std::string& path) {
  const auto written = scan_.write_partial(path);
  if (!written) tell(written.error());
  return written.has_value();
}

bool LogRun::wait_for_more() {
  if (!grows_) {
    cli::tell("--follow: standard input and compressed logs do not grow; name the log's own file");
    return false;
  }
  while (!StopSignal::came()) {
    StopSignal::sleep(kFollowEvery);
    const auto more = scan_.follow();
    progress_.clear();
    if (!more) {
      tell(more.error());
      return false;
    }
    if (*more) return true;
  }
  return false;
}

}  // namespace wiretag::cli
