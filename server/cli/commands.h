#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/profiles/profile.h"
#include "server/cli/color.h"
#include "server/lint/select.h"

namespace wiretag::cli {

enum class Format : std::uint8_t { Full, Concise, Json, JsonLines };

/// What to read and how to print it.
struct Common {
  std::vector<std::string> paths;  ///< files, directories, "-"
  std::string stdin_filename = "<stdin>";
  Format format = Format::Full;
  ColorChoice color = ColorChoice::Auto;
  std::optional<http::Product> server = {};  ///< whose answer is shown where no `# @server` says
};

struct CheckOptions {
  Common common;
  lint::Selection selection;
  std::optional<rules::Severity> fail_on = rules::Severity::Warning;  ///< nullopt: never
  bool fix = false;
  bool unsafe_fixes = false;
  bool diff = false;
};

// Each gives the exit code.
[[nodiscard]] int check(const CheckOptions& options);
[[nodiscard]] int predict(const Common& options);
[[nodiscard]] int explain(const std::string& id);
[[nodiscard]] int list_rules(Format format);

}  // namespace wiretag::cli
