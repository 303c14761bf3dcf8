#pragma once

#include <cstdint>
#include <string_view>

#include "documents/traffic/traffic.h"

namespace wiretag::rules {

/// What a URL serves, as far as its path and Content-Type tell.
enum class AssetKind : std::uint8_t {
  Unknown,
  Page,     ///< HTML
  Code,     ///< scripts, style sheets, web manifests
  Data,     ///< JSON, XML
  Picture,  ///< images and fonts
  SourceMap,
  Stream,  ///< events, media playlists
};

[[nodiscard]] AssetKind asset_kind(const Exchange& exchange);

/// The path of a request target, without authority and query.
[[nodiscard]] std::string_view path_of(std::string_view target);

/// The last segment of the path is a static file whose name carries a hash of its content, as
/// bundlers write it: "app.5f2c81ab.js", "index-BkYx2W3a.css".
[[nodiscard]] bool is_fingerprinted(std::string_view target);

/// Anything in the target may be a version, a date or a hash: a generous reading of the same.
[[nodiscard]] bool may_be_versioned(std::string_view target);

}  // namespace wiretag::rules
