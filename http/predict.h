#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

#include "http/conditions.h"
#include "http/fields/range.h"
#include "http/state.h"

namespace wiretag::http {

/// A small ordered set of status codes. Holds at most 12; the first inserted is the one a server
/// ought to answer.
class StatusSet {
 public:
  StatusSet() = default;
  StatusSet(std::initializer_list<int> codes) {
    for (int c : codes) insert(c);
  }
  void insert(int code);
  [[nodiscard]] bool contains(int code) const;
  [[nodiscard]] const std::uint16_t* begin() const { return codes_.data(); }
  [[nodiscard]] const std::uint16_t* end() const { return codes_.data() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::array<std::uint16_t, 12> codes_{};
  std::uint8_t size_ = 0;
};

/// What a step of the evaluation looked at (RFC 9110 13.2.2).
enum class Condition : std::uint8_t {
  Method,         ///< conditions do not apply to the method
  Unconditional,  ///< what the request gets without conditions
  IfMatch,
  IfUnmodifiedSince,
  IfNoneMatch,
  IfModifiedSince,
  IfRange,
  Range,
};

/// How a step came out.
enum class Outcome : std::uint8_t {
  True,
  False,
  Ignored,  ///< present, but not evaluated; `because` says why
  Unknown,  ///< a fact is missing
};

/// Why a step came out as it did; `explain.h` puts it into words.
enum class Because : std::uint8_t {
  // Method, Unconditional
  MethodHasNoConditions,
  FailureComesFirst,  ///< U is neither 2xx nor 412
  AbsentResource,
  PlainSuccess,
  MethodNotModelled,  ///< QUERY, PROPFIND, REPORT, …
  // tag conditions
  StarExists,
  StarAbsent,
  TagMatches,                ///< `Step::member` names the member
  TagMatchesAcrossWeakness,  ///< equal but for W/
  NoTagMatches,
  EmptyList,
  ServerHasNoTag,
  ServerTagWeak,  ///< strong comparison, the server's tag is weak
  OnlyWeakTags,   ///< strong comparison, every listed tag is weak
  MalformedList,
  NoRepresentation,
  TagUnknown,
  ExistenceUnknown,
  // date conditions
  NotModifiedSince,
  ModifiedSince,
  DateInvalid,
  ServerHasNoDate,
  DateUnknown,
  TagListPresent,     ///< the date is not consulted next to If-Match / If-None-Match
  MethodIgnoresDate,  ///< If-Modified-Since on a write
  // If-Range
  IfRangeWeakTag,
  IfRangeTagMatches,
  IfRangeTagDiffers,
  IfRangeServerTagWeak,
  IfRangeServerHasNoTag,
  IfRangeDateMatches,
  IfRangeDateDiffers,
  IfRangeDateWeak,
  IfRangeInvalid,
  IfRangeWithoutRange,
  IfRangeUnknown,
  // Range
  RangeOnOtherMethod,
  RangeNotSupported,  ///< Accept-Ranges: none
  RangeIfRangeFailed,
  RangeNotOn200,  ///< the answer without Range is not 200
  RangeUnitUnknown,
  RangeInvalid,
  RangeSatisfiable,
  RangeUnsatisfiable,
  RangeEmptyRepresentation,
  RangeLengthUnknown,
  // anything
  Templated,  ///< the value holds a variable or a placeholder
};

struct Step {
  Condition condition{};
  Outcome outcome{};
  Because because{};
  Confidence confidence = Confidence::Unknown;
  std::uint16_t member = 0;  ///< index into the tag list, where a member decided
};

/// The answer of a conforming origin server. Compact and without text: `explain.h` words it.
struct Prediction {
  int status = 0;     ///< what a server ought to answer; 0 at Unknown
  StatusSet allowed;  ///< everything the standard tolerates, `status` first
  Confidence confidence = Confidence::Unknown;  ///< the weakest of the facts consulted
  std::optional<ContentRange> content_range;    ///< of a single-part 206, or "bytes */N" of a 416
  bool multipart = false;                       ///< several ranges are satisfiable
  std::array<Step, 8> steps{};
  std::uint8_t step_count = 0;
  std::uint8_t deciding = 0;    ///< index of the step that settled the status
  Method method = Method::Get;  ///< of the request

  [[nodiscard]] bool known() const { return confidence != Confidence::Unknown; }
  [[nodiscard]] const Step& decision() const { return steps[deciding]; }
  [[nodiscard]] const Step* find(Condition condition) const;
};

/// Evaluates the preconditions in the order of RFC 9110 13.2.2, then Range (14.2), for an origin
/// server. A recorded status contradicts the prediction only where it is outside `allowed`.
[[nodiscard]] Prediction predict(const ConditionalRequest& request, const ServerState& state);

}  // namespace wiretag::http
