#pragma once

#include <nlohmann/json_fwd.hpp>

#include "documents/text/line_index.h"

namespace wiretag::lsp {

/// What the client said it can do, as far as it changes what the server does.
struct ClientCapabilities {
  text::Units units = text::Units::Utf16;  ///< the position encoding agreed on
  bool pulls_diagnostics = false;          ///< asks for diagnostics itself, so none are pushed
  bool document_changes = false;           ///< takes edits together with the version they are for
  bool plain_hover = false;                ///< shows no Markdown
  bool plain_completion = false;           ///< shows no Markdown beside a completion
  bool nested_symbols = false;             ///< takes symbols within symbols
  bool prepares_rename = false;            ///< asks first whether there is something to rename
  bool has_configuration = false;          ///< answers workspace/configuration
  bool registers_configuration = false;    ///< takes a registration for changes of its settings
  bool watches_files = false;              ///< takes a registration for changes of files
  bool watches_relative = false;           ///< watches directories outside of the workspace
  bool shows_progress = false;             ///< lets the server start a progress of its own
  bool refreshes_diagnostics = false;      ///< asks anew when it is told to, as do the next three
  bool refreshes_hints = false;
  bool refreshes_lenses = false;
  bool refreshes_tokens = false;
  bool resolves_edits = false;  ///< asks for an action's edit when it is chosen
  bool resolves_documentation = false;
  bool resolves_tooltips = false;
  bool resolves_commands = false;
};

/// Reads `ClientCapabilities` of LSP; anything missing or of another shape is "no".
[[nodiscard]] ClientCapabilities flatten(const nlohmann::json& capabilities);

}  // namespace wiretag::lsp
