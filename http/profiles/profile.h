#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/conditions.h"
#include "http/predict.h"
#include "http/state.h"

namespace wiretag::http {

/// A server whose departures from the standard are known. A profile is its default settings: GET
/// and HEAD of a static file, PUT and DELETE through its DAV module; for Varnish, Haproxy and
/// NginxCache a fresh cache hit.
enum class Product : std::uint8_t { Nginx, Apache, Lighttpd, Caddy, Varnish, Haproxy, NginxCache };

/// `nginx`, `apache`, `lighttpd`, `caddy`, `varnish`, `haproxy`, `nginx-cache`.
[[nodiscard]] std::optional<Product> product(std::string_view name);
[[nodiscard]] std::string_view to_string(Product p);

/// What in a product made its answer; `because` words it.
enum class Mechanism : std::uint8_t {
  AsTheStandard,
  FactUnknown,
  UnconditionalFirst,
  Forwards,
  GuardsNotEvaluated,
  BothGuards,
  IfMatchAsText,
  DateMissingFails,
  DateInvalidFails,
  NoDateOfFile,
  WritesUnconditionally,
  RepeatedLineRefused,
  FirstLineOnly,
  EmptyFieldAbsent,
  TagListLenient,
  GuardDisables304,
  TagOfOneString,
  StrongNextToRange,
  StrongOnWrites,
  UntaggedSkipsToDate,
  BothMustAgree,
  DateExact,
  DateInFuture,
  DateLenient,
  DateStrict,
  DateOfStorage,
  IfRangeFirst,
  ConditionsOnAnyMethod,
  IfRangeAsText,
  IfRangeLenient,
  IfRangeRecent,
  RangesNotServed,
  RangeOnAnyMethod,
  RangeMalformedRefused,
  RangeMalformedSkipped,
  RangeLenient,
  RangeStrict,
  RangeListRefused,
  RangeUnitRefused,
  RangeNumberTooLarge,
  RangeSuffixZero,
  RangesMerged,
  RangesTooLarge,
  RangesTooMany,
  RangeEmptyRefused,
  LengthNotNamed,
};

/// What a product answers. It explains a recording and never makes a departure right: the
/// prediction stays the standard's.
struct ProductAnswer {
  int status = 0;        ///< 0 where a fact is missing that the product looks at
  StatusSet acceptable;  ///< `status` first, then the others that mean the same, as 200, 201 and
                         ///< 204 do for a write
  std::optional<ContentRange> content_range;  ///< of a single-part 206, or of a 416
  bool multipart = false;
  Confidence confidence = Confidence::Unknown;
  bool departs = false;  ///< `status` is not in `allowed` of the standard, or a write is performed
                         ///< whose condition has failed
  bool differs = false;  ///< another status or Content-Range than the standard asks for, allowed or
                         ///< not
  Mechanism mechanism = Mechanism::FactUnknown;
};

/// What `p` answers to `request` while it holds `state`. `standard` is `predict` of the same two.
/// `now` is the clock of the server; without it, dates count as past and the file as old.
[[nodiscard]] ProductAnswer answer(Product p, const ConditionalRequest& request,
                                   const ServerState& state, const Prediction& standard,
                                   std::optional<HttpDate> now = {});

/// How a product decides, without its name: "compares If-Range as text, W/ included".
[[nodiscard]] std::string_view to_string(Mechanism m);

/// The same with its name: "nginx compares If-Range as text, W/ included".
[[nodiscard]] std::string because(Product p, const ProductAnswer& answer);

}  // namespace wiretag::http
