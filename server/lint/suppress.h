#pragma once

#include <vector>

#include "documents/readers/document.h"
#include "rules/finding.h"
#include "server/lint/select.h"

namespace wiretag::lint {

/// A finding about an exchange (nullptr where it is about none) that a suppression silenced.
struct Silenced {
  const Exchange* exchange = nullptr;
  /// nullptr for one of the whole file: any of its rule will do.
  const Suppression* by = nullptr;
  const rules::Rule* rule = nullptr;
};

/// Applies the suppressions of a document to its findings.
class Suppressions {
 public:
  Suppressions(const readers::Document& document, const Selection& selection);

  /// The rules that the whole file silences, sorted.
  [[nodiscard]] std::vector<const rules::Rule*> of_file() const;

  /// Marks which findings are suppressed, in the order of `findings`, and adds what it silenced.
  [[nodiscard]] std::vector<bool> apply(const std::vector<rules::Finding>& findings,
                                        std::vector<Silenced>& silenced) const;

  /// Reports suppressions that silenced nothing, of rules that are on, and names that no rule has.
  void report(const std::vector<Silenced>& silenced, std::vector<rules::Finding>& findings) const;

 private:
  struct Entry {
    const Suppression* suppression;
    Text name;
    const rules::Rule* rule;  ///< nullptr for an unknown name

    /// Of a suppression of the whole file the rule alone counts.
    [[nodiscard]] const Suppression* by() const {
      return suppression->scope == Suppression::Scope::File ? nullptr : suppression;
    }
  };

  void report_unknown(const Entry& entry, std::vector<rules::Finding>& findings) const;
  void report_unused(const Entry& entry, std::vector<rules::Finding>& findings) const;

  const Selection& selection_;
  std::vector<Entry> entries_;
};

}  // namespace wiretag::lint
