#pragma once

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include "server/lsp/dispatcher.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// Any item that an earlier answer listed.
struct ItemParams {
  nlohmann::json item;
};
[[nodiscard]] bool read(const nlohmann::json& params, ItemParams& out);

/// The action with its edit; refused with ContentModified where the document is another by now.
[[nodiscard]] tl::expected<nlohmann::json, Refusal> resolve_action(Session& session,
                                                                   const ItemParams& params);

/// The item with what its list left out; as it was sent where that is not known any more.
[[nodiscard]] nlohmann::json resolve_completion(Session& session, const ItemParams& params);
[[nodiscard]] nlohmann::json resolve_hint(Session& session, const ItemParams& params);
[[nodiscard]] nlohmann::json resolve_lens(Session& session, const ItemParams& params);

}  // namespace wiretag::lsp
