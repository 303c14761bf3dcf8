#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/traffic/traffic.h"

namespace wiretag::rules {

/// One exchange that shows which tag the server held.
struct Sighting {
  const Judged* judged = nullptr;
  http::EntityTag tag;
  Text place;                ///< the ETag of the response, or the If-None-Match that a 304 confirms
  bool in_response = false;  ///< `place` is in a response
  std::string_view folded;   ///< the opaque part without what compressors append
  std::string audience;      ///< variant and user; only equal ones are compared
};

/// What is known of the content behind a sighting.
struct Content {
  std::string_view coding;
  std::string_view digest;              ///< Repr-Digest or Content-Digest
  std::string_view body;                ///< complete; empty where it is not on record
  std::optional<std::uint64_t> length;  ///< of the encoded representation
};

enum class Sameness : std::uint8_t { Unknown, Different, SameLength, Same };

/// The tags of a resource's reads, in order: from a response's ETag, from a 304 to one tag, or from
/// a note.
[[nodiscard]] std::vector<Sighting> sightings(const Resource& resource);

[[nodiscard]] Content content_of(const Exchange& exchange);

/// Same bodies or digests in one coding; else equal lengths from 64 bytes on.
[[nodiscard]] Sameness compare(const Content& a, const Content& b);

/// The opaque part without the suffix of a content coding.
[[nodiscard]] std::string_view without_coding(std::string_view opaque);

}  // namespace wiretag::rules
