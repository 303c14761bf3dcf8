#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "documents/model/exchange.h"
#include "http/fields/date.h"

namespace wiretag::rules {

/// A file time and a size that a server wrote into a tag.
struct FileTag {
  std::string_view scheme;  ///< the server that writes such tags, for people
  std::int64_t time = 0;    ///< seconds since 1970
  std::uint64_t ticks = 0;  ///< the time as written, in the scheme's own unit
  std::uint64_t size = 0;
  std::string_view inode = {};  ///< as written; empty where the scheme has none
};

/// Decodes the opaque part of a response's tag as file time and size. Many texts look like such a
/// pair, so the decode is believed only where the response's Last-Modified or its length confirms
/// it.
[[nodiscard]] std::optional<FileTag> file_tag(const Response& response);

/// `opaque` as two hexadecimal numbers joined by a hyphen, as nginx and Apache write time and size.
[[nodiscard]] std::optional<std::pair<std::uint64_t, std::uint64_t>> hex_pair(
    std::string_view opaque);

/// 32, 40, 64 or 128 hexadecimal digits, or as many base64 characters as a common digest has; a
/// length in front, as Express writes it, is left out.
[[nodiscard]] bool looks_like_digest(std::string_view opaque);

/// A random UUID (version 4), alone or behind a prefix that ends in a separator.
[[nodiscard]] bool looks_like_random_uuid(std::string_view opaque);

/// `opaque` holds the name as a whole word, letter case and separators aside. Names of fewer than
/// four characters are held by nothing.
[[nodiscard]] bool holds_name(std::string_view opaque, std::string_view name);

/// The suffix that Kubernetes gives the pods of a deployment, `-7d4b9c6f5d-x2k9p`, without the
/// first hyphen; empty without one.
[[nodiscard]] std::string_view pod_suffix(std::string_view opaque);

/// An image, font, video, sound, archive or the like: bytes that no server builds anew for each
/// request.
[[nodiscard]] bool opaque_media_type(std::string_view content_type);

/// A stylesheet or script, or one of `opaque_media_type`.
[[nodiscard]] bool static_media_type(std::string_view content_type);

/// The response has a Content-Encoding other than identity.
[[nodiscard]] bool encoded(const Response& response);

}  // namespace wiretag::rules
