#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "http/cache/message.h"

namespace wiretag::http::cache {

/// The argument of a directive that counts seconds (RFC 9111 1.2.2), saturated at 2^31.
struct Seconds {
  std::uint32_t value = 0;
  bool well_formed = true;  ///< digits; a malformed argument is 0: stale (RFC 9111 4.2.1)
  bool plain = true;        ///< well-formed, without quotes, and not contradicted by a repetition

  bool operator==(const Seconds&) const = default;
};

/// The response directives that one cache obeys (RFC 9111 5.2.2, RFC 5861, RFC 8246, RFC 9213).
struct Policy {
  std::optional<Seconds> max_age;
  std::optional<Seconds> s_maxage;
  std::optional<Seconds> stale_while_revalidate;
  std::optional<Seconds> stale_if_error;
  bool no_store = false;
  bool must_understand = false;
  bool no_cache = false;         ///< without field names
  bool no_cache_fields = false;  ///< with field names
  bool is_private = false;       ///< without field names
  bool private_fields = false;   ///< with field names
  bool is_public = false;
  bool must_revalidate = false;
  bool proxy_revalidate = false;
  bool immutable = false;
  bool placeholder = false;        ///< a directive or its argument is a template, so not known
  std::string_view targeted = {};  ///< name of the targeted field used alone; empty for none

  bool operator==(const Policy&) const = default;
};

/// The directives of the first field of the target list that is a non-empty structured-fields
/// dictionary, used alone, else those of Cache-Control (RFC 9213 2.2). Unknown directives are
/// ignored, of repeated ones the first counts.
[[nodiscard]] Policy policy_of(FieldLines response, const Cache& cache);

/// The request directives (RFC 9111 5.2.1). They are advisory: a cache may ignore them.
struct RequestPolicy {
  std::optional<Seconds> max_age;
  std::optional<Seconds> min_fresh;
  std::optional<Seconds> stale_if_error;
  std::optional<Seconds> max_stale;  ///< without argument the largest value
  bool no_store = false;
  bool no_cache = false;
  bool only_if_cached = false;
  bool placeholder = false;
};

[[nodiscard]] RequestPolicy request_policy_of(FieldLines request);

}  // namespace wiretag::http::cache
