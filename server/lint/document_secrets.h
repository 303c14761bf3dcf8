#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "documents/model/stretch.h"
#include "documents/readers/document.h"
#include "http/secrets.h"

namespace wiretag::lint {

/// The secrets that one document holds. They are learned when they are first asked for; most
/// documents never are.
class DocumentSecrets {
 public:
  explicit DocumentSecrets(const readers::Document& document) : document_(document) {}

  [[nodiscard]] const http::KnownSecrets& all() const;

  /// Takes up edits of the document. True where what `all` has told may be no longer so.
  bool update(const std::vector<Stretch>& stretches);

 private:
  const readers::Document& document_;
  mutable std::optional<http::KnownSecrets> all_;
  std::map<std::uint64_t, http::KnownSecrets> by_stretch_;  ///< from the first update on
};

}  // namespace wiretag::lint
