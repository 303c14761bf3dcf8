#pragma once

#include <string>
#include <vector>

#include "rules/finding.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {

/// Writes findings of one file as LSP's Diagnostics, in JSON text: a file may have thousands, at
/// each keystroke.
class DiagnosticWriter {
 public:
  DiagnosticWriter(const Places& places, const std::string& uri);

  void append(const rules::Finding& finding, std::string& out) const;
  /// The findings as an array.
  void append(const std::vector<rules::Finding>& findings, std::string& out) const;

 private:
  void append_range(const Text& place, std::string& out) const;
  void append_related(const rules::Related& related, std::string& out) const;

  Places places_;
  std::string uri_;  ///< as JSON text
};

/// The published page of a rule.
[[nodiscard]] std::string rule_link(const rules::Rule& rule);

}  // namespace wiretag::lsp
