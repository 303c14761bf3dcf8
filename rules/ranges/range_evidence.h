#pragma once

#include <optional>
#include <string>

#include "documents/traffic/traffic.h"
#include "http/fields/range.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// The bytes that a single-part 206 says it carries; nullopt for any other response.
[[nodiscard]] std::optional<http::ContentRange> part_of(const Response& response);

/// The content is multipart/byteranges.
[[nodiscard]] bool is_multipart(const Response& response);

/// Players jump around in audio and video and assemble no file.
[[nodiscard]] bool is_media(const Response& response);

/// The head is recorded as it was sent rather than cut down to what a text speaks of, so that a
/// field that is not there was not sent.
[[nodiscard]] bool looks_complete(const Response& response);

/// The response has a Last-Modified that counts as strong or may count as strong (RFC 9110
/// 8.8.2.2).
[[nodiscard]] bool may_have_strong_date(const Response& response);

/// A validator that If-Range can use.
struct StrongValidator {
  Text text;  ///< the strong tag or, without a tag, a strong Last-Modified; else unplaced
  const Judged* from = nullptr;  ///< the nearest earlier answer of the variant; nullptr without one
};

/// What the nearest earlier 200 or 206 of the same variant offers a client that resumes.
[[nodiscard]] StrongValidator earlier_validator(const Judged& judged);

/// Adds a field line behind another.
[[nodiscard]] Fix insert_behind(const Field& field, std::string_view line, std::string title);

}  // namespace wiretag::rules
