#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/traffic/traffic.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// What lets a shared cache answer other users with a response, without asking the origin.
struct Sharing {
  Text place;                            ///< the directive, or the Expires or Last-Modified value
  std::string words;                     ///< for people: "public, max-age=600"
  std::optional<std::int64_t> lifetime;  ///< in seconds, where it is stated
  bool guessed = false;                  ///< no lifetime is stated: caches guess one
};

/// The response says that it may be shared: `public`, or a lifetime that holds for shared caches.
/// nullopt where something forbids it, here or for CDNs alone, or where it cannot be told. A
/// response without a request line is taken for one to GET.
[[nodiscard]] std::optional<Sharing> stated_sharing(const Judged& judged);

/// The same, or a response whose lifetime caches guess: its head is complete, has dates to guess
/// by, and nobody's cookies or credentials are around.
[[nodiscard]] std::optional<Sharing> sharing(const Judged& judged);

/// A member of Vary, with its place.
[[nodiscard]] std::vector<Text> vary_members(const Response& response);

/// Vary names the field or `*`, or says something unknown.
[[nodiscard]] bool varies_on(const Response& response, std::string_view name);

/// Adds a name to Vary.
[[nodiscard]] Fix add_to_vary(const Response& response, std::string_view name);

/// Says `private` instead of `public` and `s-maxage`.
[[nodiscard]] Fix make_private(const Response& response);

/// A CDN answered: it may vary by itself and leave Vary out.
[[nodiscard]] bool came_through_cdn(const Response& response);

}  // namespace wiretag::rules
