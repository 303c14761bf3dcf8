#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/config/cache.h"
#include "server/lint/select.h"
#include "server/lsp/settings.h"

namespace wiretag::lsp {

/// What holds for one document.
struct Choice {
  lint::Selection selection;
  std::optional<http::Product> server;  ///< where an exchange names none

  bool operator==(const Choice& other) const;
};

/// What holds for the documents of a session: the nearest `wiretag.toml`, and the client's settings
/// on top of it.
class Configuration {
 public:
  [[nodiscard]] Choice of(const std::string& uri);
  /// `wiretag.toml` leaves the file out.
  [[nodiscard]] bool excluded(const std::string& path);

  /// The folders of the workspace, as absolute paths.
  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }
  void set_folders(std::vector<std::string> folders) { folders_ = std::move(folders); }

  /// The client's settings for all documents, or for those of one folder.
  void set(Settings settings);
  void set(const std::string& folder, Settings settings);

  /// Configuration files have changed.
  void forget_files() { files_.forget(); }
  [[nodiscard]] const config::Cache& files() const { return files_; }

 private:
  [[nodiscard]] const Settings& settings_of(const std::string& path) const;

  config::Cache files_;
  std::vector<std::string> folders_;
  Settings everywhere_;
  std::map<std::string, Settings> by_folder_;
};

/// The path is in the directory or in one below it.
[[nodiscard]] bool is_below(const std::string& path, const std::string& directory);

}  // namespace wiretag::lsp
