#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "http/fields/date.h"
#include "http/fields/field_name.h"
#include "http/method.h"
#include "http/state.h"

namespace wiretag::http::cache {

/// One field line as a cache reads it. Views point into the caller's text; `value` has no blanks at
/// its ends.
struct FieldLine {
  FieldName id = FieldName::Unknown;
  std::string_view name;
  std::string_view value;
};

using FieldLines = std::span<const FieldLine>;

/// The first line of that name, or nullptr.
[[nodiscard]] const FieldLine* find(FieldLines lines, FieldName id);
[[nodiscard]] const FieldLine* find(FieldLines lines, std::string_view name);
/// The values of all lines of that name, in order.
[[nodiscard]] std::vector<std::string_view> values(FieldLines lines, FieldName id);
[[nodiscard]] std::vector<std::string_view> values(FieldLines lines, std::string_view name);

/// The request as far as a cache looks at it: the target is the same for all messages of one call.
struct RequestMessage {
  Method method = Method::Get;
  FieldLines fields = {};
};

struct ResponseMessage {
  int status = 200;
  FieldLines fields = {};
};

/// Private: one user's, in the browser. Shared: a proxy or a CDN (RFC 9111 1).
enum class CacheKind : std::uint8_t { Private, Shared };

struct Cache {
  CacheKind kind = CacheKind::Private;
  /// The target list of RFC 9213 2.2: names of targeted fields, first choice first.
  std::span<const std::string_view> targets = {};

  [[nodiscard]] bool shared() const { return kind == CacheKind::Shared; }
};

/// A response that a cache received, and when. Whether it could store it is for `can_store`.
struct Received {
  RequestMessage request;
  ResponseMessage response;
  HttpDate request_time;   ///< when the request was sent
  HttpDate response_time;  ///< when the response arrived; not before `request_time`
  /// The times are seconds from some unknown moment: they may be subtracted from each other, but
  /// not compared with dates in fields.
  bool relative_clock = false;
  /// The fields that it arrived with, where an update has changed them since: storing was decided
  /// by them.
  FieldLines arrived_with = {};
  bool invalidated = false;  ///< by a write since (RFC 9111 4.4)
  /// How far it is proven that nothing else took its place since.
  Confidence confidence = Confidence::Certain;
};

}  // namespace wiretag::http::cache
