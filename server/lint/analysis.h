#pragma once

#include <string>
#include <vector>

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"
#include "rules/finding.h"
#include "server/lint/select.h"

namespace wiretag::lint {

/// Everything concluded from one document. Refers into it, so it is made anew after an edit.
class Analysis {
 public:
  Analysis(const readers::Document& document, const Selection& selection);

  [[nodiscard]] const readers::Document& document() const { return document_; }
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  /// In the order of their places; of two at one place the graver first.
  [[nodiscard]] const std::vector<rules::Finding>& findings() const { return findings_; }

 private:
  const readers::Document& document_;
  Traffic traffic_;
  std::vector<rules::Finding> findings_;
};

/// Stable across moves within a file: the rule, the text it points at and which one of several
/// equal ones it is. 16 hexadecimal digits, in the order of `findings`.
[[nodiscard]] std::vector<std::string> fingerprints(const std::vector<rules::Finding>& findings);

}  // namespace wiretag::lint
