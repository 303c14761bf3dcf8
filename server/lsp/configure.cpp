#include "server/lsp/configure.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "server/lsp/diagnostics.h"
#include "server/lsp/formats.h"
#include "server/lsp/uri.h"

namespace wiretag::lsp {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kSection = "wiretag";

Settings settings_from(Session& session, const json& section) {
  std::vector<std::string> wrong;
  Settings settings = read_settings(section, wrong);
  for (const std::string& one : wrong) session.client.warn(one);
  return settings;
}

/// Told to ask anew for what it shows, as far as it listens.
void refresh(Session& session) {
  const ClientCapabilities& client = session.capabilities;
  if (client.refreshes_diagnostics) session.calls.request("workspace/diagnostic/refresh", nullptr);
  if (client.refreshes_hints) session.calls.request("workspace/inlayHint/refresh", nullptr);
  if (client.refreshes_lenses) session.calls.request("workspace/codeLens/refresh", nullptr);
  if (client.refreshes_tokens) session.calls.request("workspace/semanticTokens/refresh", nullptr);
}

/// The configuration is another: judges all open documents anew where it matters to them.
void apply(Session& session) {
  session.workspace.files_changed();
  session.documents.each([&](OpenDocument& document) {
    if (!choose(session, document)) return;
    document.set_version(document.version(), session.documents.next_revision());
    publish(session, document);
  });
  publish_config_problems(session);
  refresh(session);
}

void take_settings(Session& session, const std::vector<std::string>& folders,
                   const json& sections) {
  if (!sections.is_array() || sections.empty()) return;
  Settings everywhere = settings_from(session, sections[0]);
  if (everywhere.trace) session.trace(*everywhere.trace);
  session.configuration.set(std::move(everywhere));
  for (std::size_t i = 0; i < folders.size() && i + 1 < sections.size(); ++i) {
    session.configuration.set(folders[i], settings_from(session, sections[i + 1]));
  }
  apply(session);
}

/// Asks for the settings of each folder.
void pull(Session& session) {
  const std::vector<std::string> folders = session.configuration.folders();
  json items = json::array({{{"section", kSection}}});
  for (const std::string& folder : folders) {
    items.push_back({{"scopeUri", uri_of(folder)}, {"section", kSection}});
  }
  session.calls.request("workspace/configuration", {{"items", std::move(items)}},
                        [&session, folders](const json* result) {
                          if (result) take_settings(session, folders, *result);
                        });
}

/// The directories above a folder in which a configuration counts for it.
std::vector<std::string> parents_of(const std::string& folder) {
  std::vector<std::string> all;
  std::error_code error;
  for (fs::path at = folder; !fs::exists(at / ".git", error) && at != at.parent_path();) {
    at = at.parent_path();
    all.push_back(at.string());
  }
  return all;
}

json watchers(const Session& session) {
  json all = json::array();
  for (const char* glob : {"**/wiretag.toml", "**/.wiretag.toml", "**/.gitignore",
                           "**/*.{http,rest,hresp,har,curl,md,markdown,mdx,adoc,asciidoc,rst,log}",
                           "**/*{access.log,access_log}*"}) {
    all.push_back({{"globPattern", glob}});
  }
  if (!session.capabilities.watches_relative) return all;
  for (const std::string& folder : session.configuration.folders()) {
    for (const std::string& parent : parents_of(folder)) {
      for (const char* name : {"wiretag.toml", ".wiretag.toml"}) {
        all.push_back({{"globPattern", {{"baseUri", uri_of(parent)}, {"pattern", name}}}});
      }
    }
  }
  return all;
}

bool is_configuration(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  return name == "wiretag.toml" || name == ".wiretag.toml";
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

json problems_of(const config::Loaded& loaded, text::Units units) {
  const std::string text = text_of(loaded.path);
  const text::LineIndex lines(text);
  const auto place = [&](std::uint32_t line, std::uint32_t column) {
    const std::uint32_t offset =
        lines.offset(text, {line - 1, column - 1}, text::Units::CodePoints);
    return lines.position(text, offset, units);
  };
  json all = json::array();
  for (const config::Problem& problem : loaded.problems) {
    constexpr int kError = 1;
    all.push_back({{"range", to_json(Range{place(problem.line, problem.column),
                                           place(problem.end_line, problem.end_column)})},
                   {"severity", kError},
                   {"source", "wiretag"},
                   {"message", problem.message}});
  }
  return all;
}

}  // namespace

void take_options(Session& session, const InitializeParams& params) {
  std::vector<std::string> folders;
  for (const std::string& uri : params.folders) {
    if (std::string path = path_of(uri); !path.empty()) folders.push_back(std::move(path));
  }
  session.configuration.set_folders(std::move(folders));
  const json* section = member(params.options, kSection);
  if (!section) section = member(params.options, "settings");
  if (!section) section = &params.options;
  session.configuration.set(settings_from(session, *section));
}

void configure(Session& session) {
  json registrations = json::array();
  const auto add = [&](const char* method, json options) {
    registrations.push_back(
        {{"id", method}, {"method", method}, {"registerOptions", std::move(options)}});
  };
  if (session.capabilities.watches_files) {
    add("workspace/didChangeWatchedFiles", {{"watchers", watchers(session)}});
  }
  if (session.capabilities.registers_configuration) {
    add("workspace/didChangeConfiguration", {{"section", kSection}});
  }
  if (!registrations.empty()) {
    session.calls.request("client/registerCapability",
                          {{"registrations", std::move(registrations)}});
  }
  if (session.capabilities.has_configuration) pull(session);
}

void did_change_configuration(Session& session, const SettingsParams& params) {
  if (session.capabilities.has_configuration) {
    pull(session);
  } else if (const json* section = member(params.settings, kSection)) {
    take_settings(session, {}, json::array({*section}));
  }
}

void did_change_folders(Session& session, const FoldersParams& params) {
  std::vector<std::string> folders = session.configuration.folders();
  for (const std::string& uri : params.removed) std::erase(folders, path_of(uri));
  for (const std::string& uri : params.added) {
    std::string path = path_of(uri);
    if (!path.empty() && std::find(folders.begin(), folders.end(), path) == folders.end()) {
      folders.push_back(std::move(path));
    }
  }
  session.configuration.set_folders(std::move(folders));
  session.workspace.files_changed();
  if (session.capabilities.has_configuration) {
    pull(session);
  } else {
    apply(session);
  }
}

void did_change_watched_files(Session& session, const WatchedFilesParams& params) {
  session.workspace.files_changed();
  const bool reconfigured =
      std::any_of(params.uris.begin(), params.uris.end(),
                  [](const std::string& uri) { return is_configuration(path_of(uri)); });
  if (!reconfigured) return;
  session.configuration.forget_files();
  apply(session);
}

bool choose(Session& session, OpenDocument& document) {
  return document.choose(session.configuration.of(document.uri()));
}

void publish_config_problems(Session& session) {
  std::unordered_set<std::string> broken;
  for (const auto& [path, loaded] : session.configuration.files().loaded()) {
    if (loaded.problems.empty()) continue;
    const std::string uri = uri_of(path);
    broken.insert(uri);
    session.client.notify(
        "textDocument/publishDiagnostics",
        {{"uri", uri}, {"diagnostics", problems_of(loaded, session.capabilities.units)}});
  }
  for (const std::string& uri : session.broken_config) {
    if (broken.count(uri) > 0) continue;
    session.client.notify("textDocument/publishDiagnostics",
                          {{"uri", uri}, {"diagnostics", json::array()}});
  }
  session.broken_config = std::move(broken);
}

}  // namespace wiretag::lsp
