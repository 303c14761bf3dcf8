#pragma once

#include <map>
#include <string>
#include <unordered_map>

#include "server/config/config.h"

namespace wiretag::config {

/// The configuration of each file. Each directory is looked at and each configuration file is read
/// once.
class Cache {
 public:
  /// Of the nearest configuration file, or of none. Valid until `forget`.
  [[nodiscard]] const Loaded& of(const std::string& file);

  /// Files have changed.
  void forget();

  /// What was read so far, by path; under the empty path what holds without a file.
  [[nodiscard]] const std::map<std::string, Loaded>& loaded() const { return loaded_; }

 private:
  const std::string& nearest(const std::string& directory);

  std::unordered_map<std::string, std::string> nearest_;
  std::map<std::string, Loaded> loaded_;
};

}  // namespace wiretag::config
