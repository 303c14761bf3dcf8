#pragma once

#include <nlohmann/json_fwd.hpp>
#include <tl/expected.hpp>

#include "server/lsp/dispatcher.h"
#include "server/lsp/protocol.h"
#include "server/lsp/session.h"

namespace wiretag::lsp {

/// The opaque part of the tag at the position. Null where there is no tag; refused where the tag
/// stands in a recorded response, which is evidence.
[[nodiscard]] tl::expected<nlohmann::json, Refusal> prepare_rename(Session& session,
                                                                   const PositionParams& params);

/// Writes another opaque part wherever the tag stands in the traffic of its resource; each use
/// stays as weak as it is. The new name may come with quotes. Refused as `prepare_rename`, where
/// the name is no tag, and where it is another tag of the resource.
[[nodiscard]] tl::expected<nlohmann::json, Refusal> rename(Session& session,
                                                           const RenameParams& params);

}  // namespace wiretag::lsp
