#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "documents/traffic/traffic.h"
#include "http/fields/entity_tag.h"

namespace wiretag::lsp {

/// An entity tag where it stands in the file.
struct TagUse {
  enum class Role : std::uint8_t {
    Condition,  ///< a request names it
    Note,       ///< a comment states it as the server's
    Minted,     ///< a response carries it
  };
  http::EntityTag tag;
  Text place;   ///< the tag with quotes and `W/`
  Text opaque;  ///< what stands between the quotes
  Role role = Role::Condition;
  bool evidence = false;  ///< recorded, so not to be edited
  const Judged* judged = nullptr;
};

/// The well-formed tags of an exchange in the order of the file.
[[nodiscard]] std::vector<TagUse> tag_uses(const Judged& judged);

/// Where the tag stands in the traffic of its resource, weak or not, in the order of the file.
[[nodiscard]] std::vector<TagUse> tag_uses(const Resource& resource, const http::EntityTag& tag);

/// The tag that the offset is in or at the edge of.
[[nodiscard]] std::optional<TagUse> tag_at(const Traffic& traffic, std::uint32_t offset);

/// Where the tag was minted: its first response, else the first note that states it. nullptr where
/// only requests name it.
[[nodiscard]] const TagUse* minted(const std::vector<TagUse>& uses);

}  // namespace wiretag::lsp
