#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "documents/traffic/traffic.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// Readings of an exchange that several rules share.

/// `part`, a view into a value of one of the `name` lines, with its place.
[[nodiscard]] Text place_of(const Fields& fields, http::FieldName name, std::string_view part);

/// The first member of the request's If-None-Match that matches `current` weakly; nullptr without
/// one.
[[nodiscard]] const http::TagListMember* matching_member(const Judged& judged,
                                                         const http::EntityTag& current);

/// The strong spelling of a weak tag in an earlier response of the same variant; unplaced without
/// one.
[[nodiscard]] Text earlier_strong_tag(const Judged& judged, const http::EntityTag& weak);

/// Content on record. A stand-in such as `...` or `<no body>` is none.
[[nodiscard]] bool has_content(const Response& response);

/// Bytes of content that the response states or records; nullopt where neither.
[[nodiscard]] std::optional<std::uint64_t> content_size(const Response& response);

/// Another read of the same URL and variant that was answered 200 with content; nullptr without
/// one.
[[nodiscard]] const Judged* answered_with_content(const Judged& judged);

/// A condition that HTTP itself does not know, e.g. `If`, `If-Schedule-Tag-Match`,
/// `x-goog-if-generation-match`, also in the query: any of them may be what 412 speaks of.
[[nodiscard]] bool has_foreign_condition(const Request& request);

/// Asks for a part by a field of the service's own (`x-ms-range`, `Range-Unit`) or in the query.
[[nodiscard]] bool asks_range_otherwise(const Request& request);

/// The request asks caches to check with the origin: Cache-Control or Pragma says no-cache.
[[nodiscard]] bool asks_to_reload(const Request& request);

/// The product that `# @server`, Server, Via or a telling field names, in lower case: "nginx",
/// "apache", "akamai", "varnish"; empty for any other.
[[nodiscard]] std::string_view product_of(const Exchange& exchange);

/// A known habit that explains a 200 to a matching If-None-Match, as a clause; empty where nothing
/// excuses it.
[[nodiscard]] std::string habit_behind_200(const Judged& judged, const http::EntityTag& current);

/// A write that may have changed the resource stands between two exchanges of it.
[[nodiscard]] bool written_between(const Resource& resource, std::size_t first, std::size_t last);

/// Gives the response another status; the phrase follows.
[[nodiscard]] Fix answer_with(const Response& response, int status);

/// Takes the content and the named framing fields out of a response.
void drop_content(const Response& response, std::initializer_list<http::FieldName> names, Fix& fix);

/// The first line of a text.
[[nodiscard]] Text first_line(const Text& text);

}  // namespace wiretag::rules
