#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>

#include "server/cli/color.h"
#include "server/cli/output.h"
#include "server/lint/analysis.h"

namespace wiretag::cli {

/// What a whole run of `check` came to.
struct CheckTotals {
  std::size_t files = 0;
  std::size_t skipped = 0;  ///< of another kind, met in directories
  std::size_t exchanges = 0;
  std::uint64_t requests = 0;  ///< lines of access logs
  std::size_t lines = 0;
  std::array<std::size_t, 4> findings{};  ///< by severity
  std::size_t safely_fixable = 0;         ///< findings with a safe fix
  std::size_t unsafely_fixable = 0;       ///< findings with unsafe fixes only
  std::size_t fixed = 0;                  ///< fixes that were applied
  std::map<std::string_view, std::size_t> by_rule{};
  double elapsed_ms = 0;

  [[nodiscard]] std::size_t of(rules::Severity severity) const {
    return findings[static_cast<std::size_t>(severity)];
  }
  [[nodiscard]] bool clean() const { return findings == std::array<std::size_t, 4>{}; }
};

/// A report under way.
struct CheckReport {
  Output& out;
  Palette palette;
  bool first = true;                       ///< no finding has been printed yet
  std::set<std::string_view> explained{};  ///< rules whose page has been pointed at
};

/// One format. `file` is called for each file while its analysis lives.
struct CheckPrinter {
  void (*begin)(CheckReport&);
  void (*file)(CheckReport&, const lint::Analysis&);
  void (*end)(CheckReport&, const CheckTotals&, const Troubles&);
};

extern const CheckPrinter check_full;
extern const CheckPrinter check_concise;
extern const CheckPrinter check_json;
extern const CheckPrinter check_json_lines;

}  // namespace wiretag::cli
