#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "documents/readers/document.h"
#include "documents/traffic/traffic.h"
#include "http/secrets.h"
#include "rules/finding.h"
#include "server/lint/document_secrets.h"
#include "server/lint/select.h"
#include "server/lint/suppress.h"

namespace wiretag::lint {

/// Everything concluded from one document. Refers into it, so after an edit it is to be updated
/// before it is looked at.
class Analysis {
 public:
  Analysis(const readers::Document& document, const Selection& selection);

  /// Takes up edits of the document. The conclusions are those of a new analysis, made for the
  /// resources that the edits touched; what was said of the others is kept.
  void update();

  [[nodiscard]] const readers::Document& document() const { return document_; }
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  /// Leaves out the findings for which `wanted` is false of their index.
  void keep(const std::function<bool(std::size_t)>& wanted);
  /// In the order of their places; of two at one place the graver first.
  [[nodiscard]] const std::vector<rules::Finding>& findings() const { return findings_; }
  /// What no front end shows of the document.
  [[nodiscard]] const http::KnownSecrets& secrets() const { return secrets_.all(); }

 private:
  void check(const std::vector<const Resource*>& resources, std::vector<rules::Finding>& findings);
  void forget(const std::unordered_set<const Exchange*>& gone);
  void settle(std::vector<rules::Finding> fresh, const Suppressions& suppressions);

  const readers::Document& document_;
  Selection selection_;
  std::vector<const rules::Rule*> rules_;  ///< those that are on
  DocumentSecrets secrets_;
  Traffic traffic_;
  std::vector<rules::Finding> findings_;
  std::vector<Silenced> silenced_;                    ///< what is not in `findings_`, and why
  std::vector<const rules::Rule*> silenced_in_file_;  ///< see `Suppressions::of_file`
};

/// Stable across moves within a file: the rule, the text it points at and which one of several
/// equal ones it is. 16 hexadecimal digits, in the order of `findings`.
[[nodiscard]] std::vector<std::string> fingerprints(const std::vector<rules::Finding>& findings);

}  // namespace wiretag::lint
