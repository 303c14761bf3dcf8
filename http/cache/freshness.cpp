#include "http/cache/freshness.h"

#include <algorithm>

#include "http/cache/store.h"
#include "http/conditions.h"
#include "http/fields/cache_control.h"
#include "http/fields/text.h"

namespace wiretag::http::cache {
namespace {

constexpr std::int64_t kHeuristicDivisor = 10;

struct DateField {
  std::optional<HttpDate> date;  ///< of the first line; nullopt where it is no date
  bool present = false;
  bool repeated = false;
  bool placeholder = false;
};

DateField read_date(FieldLines lines, FieldName id) {
  DateField out;
  for (const FieldLine& line : lines) {
    if (line.id != id) continue;
    if (out.present) {
      out.repeated = true;
      continue;
    }
    out.present = true;
    out.placeholder = is_placeholder(line.value);
    if (const auto parsed = parse_http_date(line.value, DateReader::Cache)) out.date = parsed->date;
  }
  return out;
}

Lifetime from_directive(Seconds seconds, LifetimeSource source) {
  return {seconds.value, source, !seconds.well_formed,
          seconds.plain ? Confidence::Certain : Confidence::Likely};
}

/// The moment that lifetimes by date are counted from: Date, else the arrival.
struct Reference {
  HttpDate date;
  Confidence confidence = Confidence::Certain;
};

Reference reference(const Received& stored) {
  const DateField date = read_date(stored.response.fields, FieldName::Date);
  if (date.placeholder) return {{}, Confidence::Unknown};
  if (date.date) return {*date.date, date.repeated ? Confidence::Likely : Confidence::Certain};
  if (stored.relative_clock) return {{}, Confidence::Unknown};
  return {stored.response_time, Confidence::Likely};
}

Lifetime from_expires(const DateField& expires, const Received& stored) {
  if (expires.placeholder) return {0, LifetimeSource::Expires, false, Confidence::Unknown};
  const Confidence single = expires.repeated ? Confidence::Likely : Confidence::Certain;
  if (!expires.date) return {0, LifetimeSource::ExpiresInvalid, false, single};
  const Reference from = reference(stored);
  return {std::max<std::int64_t>(0, expires.date->seconds - from.date.seconds),
          LifetimeSource::Expires, false, weaker(single, from.confidence)};
}

Lifetime heuristic(const Received& stored, const Policy& policy) {
  const bool may = policy.is_public || heuristically_cacheable(stored.response.status);
  const DateField modified = read_date(stored.response.fields, FieldName::LastModified);
  if (!may || (!modified.date && !modified.placeholder)) {
    return {0, LifetimeSource::None, false, Confidence::Likely};
  }
  const Reference from = reference(stored);
  if (modified.placeholder || from.confidence == Confidence::Unknown) {
    return {0, LifetimeSource::LastModified, false, Confidence::Unknown};
  }
  const std::int64_t unchanged = from.date.seconds - modified.date->seconds;
  return {std::max<std::int64_t>(0, unchanged) / kHeuristicDivisor, LifetimeSource::LastModified,
          false, Confidence::Likely};
}

/// The first valid value of Age counts, of a list its first member (RFC 9111 5.1).
Age age_field(FieldLines lines) {
  Age out;
  bool found = false;
  for (const FieldLine& line : lines) {
    if (line.id != FieldName::Age) continue;
    if (is_placeholder(line.value)) return {0, Confidence::Unknown};
    const auto value = parse_delta_seconds(trim_blanks(line.value.substr(0, line.value.find(','))));
    if (!value || found || line.value.find(',') != std::string_view::npos) {
      out.confidence = Confidence::Likely;
    }
    if (value && !found) {
      out.seconds = *value;
      found = true;
    }
  }
  return out;
}

std::int64_t apparent_age(const Received& stored) {
  if (stored.relative_clock) return 0;
  const DateField date = read_date(stored.response.fields, FieldName::Date);
  if (!date.date) return 0;
  return std::max<std::int64_t>(0, stored.response_time.seconds - date.date->seconds);
}

}  // namespace

Lifetime lifetime(const Received& stored, const Policy& policy, const Cache& cache) {
  if (policy.placeholder) return {0, LifetimeSource::None, false, Confidence::Unknown};
  if (cache.shared() && policy.s_maxage) {
    return from_directive(*policy.s_maxage, LifetimeSource::SMaxage);
  }
  if (policy.max_age) return from_directive(*policy.max_age, LifetimeSource::MaxAge);
  if (policy.targeted.empty()) {
    const DateField expires = read_date(stored.response.fields, FieldName::Expires);
    if (expires.present) return from_expires(expires, stored);
  }
  return heuristic(stored, policy);
}

Age age(const Received& stored, HttpDate now) {
  Age out = age_field(stored.response.fields);
  const std::int64_t delay =
      std::max<std::int64_t>(0, stored.response_time.seconds - stored.request_time.seconds);
  const std::int64_t resident =
      std::max<std::int64_t>(0, now.seconds - stored.response_time.seconds);
  out.seconds = std::max(apparent_age(stored), out.seconds + delay) + resident;
  return out;
}

}  // namespace wiretag::http::cache
