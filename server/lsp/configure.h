#pragma once

#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Takes the folders and settings that `initialize` brings.
void take_options(Session& session, const InitializeParams& params);

/// Registers for changes of settings, of `wiretag.toml` and of what is read, as far as the client
/// takes registrations, and asks for the settings.
void configure(Session& session);

void did_change_configuration(Session& session, const SettingsParams& params);
void did_change_folders(Session& session, const FoldersParams& params);
void did_change_watched_files(Session& session, const WatchedFilesParams& params);

/// Judges a document as its configuration says. False where that is what it did before.
bool choose(Session& session, OpenDocument& document);

/// Publishes the problems of the configuration files that were read, and takes back those that are
/// gone.
void publish_config_problems(Session& session);

}  // namespace wiretag::lsp
