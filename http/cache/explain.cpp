#include "http/cache/explain.h"

#include <fmt/format.h>

namespace wiretag::http::cache {
namespace {

using fmt::format;

std::string stated_lifetime(const Lifetime& lifetime, std::string_view name) {
  if (lifetime.malformed) return format("{} without a number of seconds", name);
  return format("{}={}", name, lifetime.seconds);
}

std::string plain_lifetime(const Lifetime& lifetime) {
  switch (lifetime.source) {
    case LifetimeSource::SMaxage: return stated_lifetime(lifetime, "s-maxage");
    case LifetimeSource::MaxAge: return stated_lifetime(lifetime, "max-age");
    case LifetimeSource::Expires:
      if (lifetime.seconds == 0) return "Expires is not after Date";
      return format("Expires {} s after Date", lifetime.seconds);
    case LifetimeSource::ExpiresInvalid: return "Expires is no date";
    case LifetimeSource::LastModified:
      if (lifetime.seconds == 0) return "Last-Modified is not before Date";
      return format("about {} s, a tenth of Date minus Last-Modified", lifetime.seconds);
    case LifetimeSource::None: break;
  }
  return "no lifetime stated";
}

std::string times(const Verdict& v, bool age_known) {
  const std::string text = lifetime_text(v.lifetime, v.policy);
  return age_known ? format("{}, age {}", text, v.age_s) : text;
}

std::string next_step(const Verdict& v) {
  switch (v.decision) {
    case Decision::Revalidate: return format("; asks with {}", conditions_text(v.validators));
    case Decision::Forward: return "; no validator to ask with";
    case Decision::Fail: return "; only-if-cached: 504";
    default: return {};
  }
}

std::string absence(const Verdict& v) {
  const std::string_view only = v.decision == Decision::Fail ? "; only-if-cached: 504" : "";
  switch (v.reason) {
    case Reason::NotStored:
      return format("the earlier response is not stored: {}{}", to_string(v.not_stored), only);
    case Reason::OtherVariant:
      return format("the stored response is of another variant (Vary){}", only);
    case Reason::VaryStar: return format("Vary: * matches no request{}", only);
    default: return format("nothing stored{}", only);
  }
}

std::string stale_reuse(const Verdict& v, bool age_known) {
  const std::string stale = format("stale: {}", times(v, age_known));
  switch (v.reason) {
    case Reason::MaxStale: return format("{}; the request accepts it (max-stale)", stale);
    case Reason::StaleDespiteSMaxage:
      return format(
          "{}; within stale-while-revalidate={}, which s-maxage rules out and caches "
          "obey all the same",
          stale, v.allowance_s);
    default:
      return format("{}; within stale-while-revalidate={}, checked in the background", stale,
                    v.allowance_s);
  }
}

std::string check(const Verdict& v, bool age_known) {
  switch (v.reason) {
    case Reason::NoCache: return "no-cache: checked before each use";
    case Reason::RequestNoCache: return "the request says no-cache";
    case Reason::RequestMaxAge:
      return format("the request accepts age {}, this is {}", v.allowance_s, times(v, age_known));
    case Reason::RequestMinFresh:
      return format("the request wants {} s left, this is {}", v.allowance_s, times(v, age_known));
    case Reason::Invalidated: return "a write has invalidated the stored response";
    case Reason::Reload: return "a reload checks the stored response";
    default: return format("stale: {}", times(v, age_known));
  }
}

std::string text(const Verdict& v, bool age_known) {
  switch (v.reason) {
    case Reason::MethodNotCached: return "only GET and HEAD are answered from a cache";
    case Reason::Bypassed: return "the fetch goes past the cache";
    case Reason::NothingStored:
    case Reason::NotStored:
    case Reason::OtherVariant:
    case Reason::VaryStar: return absence(v);
    case Reason::Fresh:
      if (!age_known) return format("fresh: {}", times(v, false));
      return format("fresh: {}; {} s left", times(v, true), v.fresh_for_s());
    case Reason::Immutable:
      return format("fresh and immutable: {}; a reload does not check it", times(v, age_known));
    case Reason::ForceCache:
      return format("the fetch takes any stored response: {}", times(v, age_known));
    case Reason::StaleWhileRevalidate:
    case Reason::StaleDespiteSMaxage:
    case Reason::MaxStale: return stale_reuse(v, age_known);
    case Reason::Placeholder: return "a template stands where the caching directives are";
    case Reason::NoClock: return "the lifetime is given by dates, and no Date tells the time";
    default: return check(v, age_known) + next_step(v);
  }
}

}  // namespace

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::Reuse: return "reuse";
    case Decision::ReuseStale: return "reuse_stale";
    case Decision::Revalidate: return "revalidate";
    case Decision::Fail: return "fail";
    case Decision::Forward: break;
  }
  return "forward";
}

std::string_view to_string(StoreReason reason) {
  switch (reason) {
    case StoreReason::Storable: return "storable";
    case StoreReason::MethodNotStored: return "only responses to GET are stored";
    case StoreReason::StatusForbids: return "its status is never stored";
    case StoreReason::StatusInterim: return "not a final response";
    case StoreReason::NotModified: return "304 refreshes a stored response";
    case StoreReason::Partial: return "206 holds a part only";
    case StoreReason::NotUnderstood: return "must-understand, and its status is unknown";
    case StoreReason::NoStore: return "no-store";
    case StoreReason::RequestNoStore: return "the request says no-store";
    case StoreReason::Private: return "private";
    case StoreReason::Authorized: return "request with Authorization";
    case StoreReason::Placeholder: return "a template stands where the caching directives are";
    case StoreReason::NothingAllows: break;
  }
  return "no lifetime stated, and its status is not cacheable by default";
}

std::string because(const Verdict& verdict) { return text(verdict, true); }

std::string because_at_any_time(const Verdict& verdict) { return text(verdict, false); }

std::string lifetime_text(const Lifetime& lifetime, const Policy& policy) {
  const std::string plain = plain_lifetime(lifetime);
  return policy.targeted.empty() ? plain : format("{} {}", policy.targeted, plain);
}

std::string conditions_text(const Validators& validators) {
  if (!validators.etag.empty()) return format("If-None-Match {}", validators.etag);
  if (validators.last_modified.empty()) return {};
  return format("If-Modified-Since {}", validators.last_modified);
}

std::string kept_text(const StoreVerdict& store, const Lifetime& lifetime, const Policy& policy) {
  if (store.reason == StoreReason::Placeholder) return std::string(to_string(store.reason));
  if (!store.storable) return format("not stored: {}", to_string(store.reason));
  if (policy.no_cache) return "stored, checked before each use (no-cache)";
  if (lifetime.confidence == Confidence::Unknown) return "stored";
  return format("stored for {} s ({})", lifetime.seconds, lifetime_text(lifetime, policy));
}

}  // namespace wiretag::http::cache
