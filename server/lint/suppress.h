#pragma once

#include <vector>

#include "documents/readers/document.h"
#include "rules/finding.h"
#include "server/lint/select.h"

namespace wiretag::lint {

/// Applies the suppressions of a document to its findings.
class Suppressions {
 public:
  Suppressions(const readers::Document& document, const Selection& selection);

  /// Marks which findings are suppressed, in the order of `findings`.
  [[nodiscard]] std::vector<bool> apply(const std::vector<rules::Finding>& findings);

  /// Reports suppressions that silenced nothing, of rules that are on, and names that no rule has.
  /// Call after `apply`.
  void report(std::vector<rules::Finding>& findings) const;

 private:
  struct Entry {
    const Suppression* suppression;
    Text name;
    const rules::Rule* rule;  ///< nullptr for an unknown name
    bool used = false;
  };

  void report_unknown(const Entry& entry, std::vector<rules::Finding>& findings) const;
  void report_unused(const Entry& entry, std::vector<rules::Finding>& findings) const;

  const Selection& selection_;
  std::vector<Entry> entries_;
};

}  // namespace wiretag::lint
