#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "http/cache/freshness.h"
#include "http/cache/message.h"
#include "http/cache/policy.h"
#include "http/cache/store.h"

namespace wiretag::http::cache {

/// What a cache does with a request (RFC 9111 4).
enum class Decision : std::uint8_t {
  Reuse,       ///< answers from the stored response
  ReuseStale,  ///< the same with a stale one; under stale-while-revalidate it asks behind the
               ///< scenes
  Revalidate,  ///< asks the origin with the validators of the stored response
  Forward,     ///< passes the request on
  Fail,        ///< only-if-cached without a usable response: 504, in a browser a network error
};

/// The fetch that makes a browser ask (Fetch, request cache mode), or a press of its reload button.
enum class Fetch : std::uint8_t {
  Default,
  NoStore,
  Bypass,  ///< cache mode "reload", a hard reload
  NoCache,
  ForceCache,
  OnlyIfCached,
  PageReload,  ///< checks the stored response unless it is immutable
};

/// Why a decision came out as it did; `explain.h` puts it into words.
enum class Reason : std::uint8_t {
  MethodNotCached,
  Bypassed,
  NothingStored,
  NotStored,  ///< `Verdict::not_stored` says why
  OtherVariant,
  VaryStar,
  Fresh,
  Immutable,
  NoCache,
  RequestNoCache,
  RequestMaxAge,
  RequestMinFresh,
  Invalidated,
  Reload,
  Stale,
  StaleWhileRevalidate,
  StaleDespiteSMaxage,  ///< stale-while-revalidate next to s-maxage: widely done, not allowed
  MaxStale,
  ForceCache,
  Placeholder,  ///< a template decides
  NoClock,      ///< a lifetime by date, and no clock
};

/// What a cache may do when its request to the origin ends in an error (RFC 9111 4.2.4, 5861 4).
enum class OnError : std::uint8_t { PassOn, ServeStale, GatewayTimeout };

/// Validators of the stored response as written; empty where it has none (RFC 9111 4.3.1).
struct Validators {
  std::string_view etag;           ///< sent in If-None-Match
  std::string_view last_modified;  ///< sent in If-Modified-Since

  [[nodiscard]] bool any() const { return !etag.empty() || !last_modified.empty(); }
  bool operator==(const Validators&) const = default;
};

[[nodiscard]] Validators validators_of(FieldLines response);

struct Asked {
  RequestMessage request;
  HttpDate now;  ///< on the clock of the stored responses
  Fetch fetch = Fetch::Default;
};

/// The stored response that a request selects, or why there is none.
struct Lookup {
  const Received* stored = nullptr;
  Reason absent = Reason::NothingStored;
  StoreReason not_stored = StoreReason::Storable;
  Confidence confidence = Confidence::Certain;
};

/// Selects among the responses that a cache received for this target, oldest first: the newest
/// that it could store and that the request selects, one with Vary before one without (RFC
/// 9111 4.1). A newer response that it could not store takes the place of what it had.
[[nodiscard]] Lookup look_up(const RequestMessage& request, std::span<const Received> received,
                             const Cache& cache);

/// The answer of a conforming cache. Compact and without text.
struct Verdict {
  Decision decision = Decision::Forward;
  Confidence confidence = Confidence::Certain;  ///< at Unknown the decision is void
  Reason reason = Reason::NothingStored;
  StoreReason not_stored = StoreReason::Storable;
  std::int64_t lifetime_s = 0;  ///< of the stored response; 0 without one
  std::int64_t age_s = 0;
  Lifetime lifetime;
  Policy policy;                 ///< of the stored response
  Validators validators;         ///< of the stored response
  std::int64_t allowance_s = 0;  ///< the number of seconds behind max-age, min-fresh, max-stale, …
  OnError on_error = OnError::PassOn;

  [[nodiscard]] bool known() const { return confidence != Confidence::Unknown; }
  [[nodiscard]] std::int64_t fresh_for_s() const {
    return lifetime_s > age_s ? lifetime_s - age_s : 0;
  }
};

/// What `cache` does with a request, given what it looked up (RFC 9111 4, 4.2.4, 5.2; RFC 5861;
/// RFC 8246). Fresh means lifetime > age.
[[nodiscard]] Verdict decide(const Asked& asked, const Lookup& lookup, const Cache& cache);
[[nodiscard]] Verdict decide(const Asked& asked, std::span<const Received> received,
                             const Cache& cache);

}  // namespace wiretag::http::cache
