#pragma once

#include <optional>
#include <string_view>

#include "documents/readers/format.h"

namespace wiretag::lsp {

/// The format that a document is read in: what its name says, else its language, else, for logs,
/// its text. nullopt for all others, which get nothing, whatever they hold.
[[nodiscard]] std::optional<readers::Format> format_for(std::string_view uri,
                                                        std::string_view language_id,
                                                        std::string_view text);

/// The format of a file that was found by its name.
[[nodiscard]] std::optional<readers::Format> format_of_file(std::string_view path,
                                                            std::string_view text);

}  // namespace wiretag::lsp
