#include "server/lsp/configuration.h"

#include <utility>

#include "server/lsp/uri.h"

namespace wiretag::lsp {
namespace {

lint::Selection editor_selection() {
  lint::Selection selection;
  selection.severity = rules::Severity::Hint;
  return selection;
}

void append(std::vector<std::string>& names, const std::vector<std::string>& more) {
  names.insert(names.end(), more.begin(), more.end());
}

}  // namespace

bool is_below(const std::string& path, const std::string& directory) {
  if (!path.starts_with(directory)) return false;
  return directory.ends_with('/') || path.size() == directory.size() ||
         path[directory.size()] == '/';
}

bool Choice::operator==(const Choice& other) const {
  return server == other.server && selection.select == other.selection.select &&
         selection.ignore == other.selection.ignore &&
         selection.extend_select == other.selection.extend_select &&
         selection.severity == other.selection.severity;
}

const Settings& Configuration::settings_of(const std::string& path) const {
  const Settings* found = &everywhere_;
  std::size_t longest = 0;
  for (const auto& [folder, settings] : by_folder_) {
    if (folder.size() > longest && is_below(path, folder)) {
      found = &settings;
      longest = folder.size();
    }
  }
  return *found;
}

Choice Configuration::of(const std::string& uri) {
  std::string path = path_of(uri);
  // A document without a file belongs to the first folder.
  if (path.empty() && !folders_.empty()) path = folders_.front() + "/untitled";
  Choice choice{editor_selection(), std::nullopt};
  if (!path.empty()) {
    const config::Config& config = files_.of(path).config;
    choice.selection = config::selection(config, path, std::move(choice.selection));
    choice.server = config.server;
    if (config::excluded(config, path)) choice.selection.ignore.emplace_back("ALL");
  }
  const Settings& settings = settings_of(path);
  if (!settings.select.empty()) choice.selection.select = settings.select;
  append(choice.selection.ignore, settings.ignore);
  append(choice.selection.extend_select, settings.extend_select);
  if (settings.severity) choice.selection.severity = *settings.severity;
  if (settings.server) choice.server = settings.server;
  return choice;
}

bool Configuration::excluded(const std::string& path) {
  return config::excluded(files_.of(path).config, path);
}

void Configuration::set(Settings settings) {
  everywhere_ = std::move(settings);
  by_folder_.clear();
}

void Configuration::set(const std::string& folder, Settings settings) {
  by_folder_[folder] = std::move(settings);
}

}  // namespace wiretag::lsp
