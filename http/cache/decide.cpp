#include "http/cache/decide.h"

#include <algorithm>

#include "http/cache/vary.h"
#include "http/conditions.h"
#include "http/fields/entity_tag.h"

namespace wiretag::http::cache {
namespace {

/// The responses that end the life of an older one even if they are not stored themselves.
bool displaces(int status) {
  return status >= 200 && status < 400 && status != 206 && status != 304;
}

/// What one received response means for a lookup.
struct Seen {
  StoreVerdict store;
  Selection selection;
};

Seen see(const Received& one, const RequestMessage& request, const Cache& cache) {
  ResponseMessage arrived = one.response;
  if (!one.arrived_with.empty()) arrived.fields = one.arrived_with;
  return {can_store(one.request, arrived, cache), selects(one, request)};
}

bool unstored_but_newer(const Seen& seen, const Received& one) {
  return !seen.store.storable && seen.store.reason != StoreReason::MethodNotStored &&
         displaces(one.response.status) && seen.selection.match != Match::No;
}

void note_absence(Lookup& out, const Seen& seen) {
  if (out.absent != Reason::NothingStored) return;
  if (!seen.store.storable) {
    out.absent =
        seen.store.confidence == Confidence::Unknown ? Reason::Placeholder : Reason::NotStored;
    out.not_stored = seen.store.reason;
    out.confidence = weaker(out.confidence, seen.store.confidence);
  } else if (seen.selection.match != Match::Yes) {
    out.absent = seen.selection.match == Match::Never ? Reason::VaryStar : Reason::OtherVariant;
    out.confidence = weaker(out.confidence, seen.selection.confidence);
  }
}

bool has_vary(const Received& one) { return find(one.response.fields, FieldName::Vary) != nullptr; }

Confidence validator_confidence(const Validators& validators) {
  const bool malformed = !validators.etag.empty() && !parse_entity_tag(validators.etag);
  return malformed ? Confidence::Likely : Confidence::Certain;
}

/// Everything that a decision about one stored response looks at.
struct Case {
  const Asked& asked;
  const Received& stored;
  const Cache& cache;
  RequestPolicy request;
  Verdict out;

  [[nodiscard]] std::int64_t staleness() const { return out.age_s - out.lifetime_s; }
  [[nodiscard]] bool fresh() const { return out.lifetime_s > out.age_s; }

  [[nodiscard]] bool page_reload() const { return asked.fetch == Fetch::PageReload; }

  /// The origin forbids to serve it stale, its s-maxage left aside (RFC 9111 5.2.2).
  [[nodiscard]] bool stale_forbidden_but_for_s_maxage() const {
    const Policy& policy = out.policy;
    return policy.no_cache || policy.must_revalidate || stored.invalidated ||
           (cache.shared() && policy.proxy_revalidate);
  }
  [[nodiscard]] bool stale_forbidden() const {
    return stale_forbidden_but_for_s_maxage() || (cache.shared() && out.policy.s_maxage);
  }

  Verdict finish(Decision decision, Reason reason, Confidence confidence = Confidence::Certain) {
    out.decision = decision;
    out.reason = reason;
    out.confidence = weaker(out.confidence, confidence);
    return out;
  }

  Verdict unknown(Reason reason) { return finish(Decision::Forward, reason, Confidence::Unknown); }

  /// The stored response needs a check with the origin.
  Verdict ask(Reason reason, Confidence confidence = Confidence::Certain) {
    if (request.only_if_cached || asked.fetch == Fetch::OnlyIfCached) {
      return finish(Decision::Fail, reason, Confidence::Likely);
    }
    if (!out.validators.any()) return finish(Decision::Forward, reason, confidence);
    return finish(Decision::Revalidate, reason,
                  weaker(confidence, validator_confidence(out.validators)));
  }
};

std::optional<std::int64_t> error_window(const Case& c) {
  std::optional<std::int64_t> window;
  for (const auto& stated : {c.out.policy.stale_if_error, c.request.stale_if_error}) {
    if (stated) window = std::max<std::int64_t>(window.value_or(0), stated->value);
  }
  return window;
}

OnError on_error(const Case& c) {
  if (c.stale_forbidden()) {
    return c.out.policy.must_revalidate ||
                   (c.cache.shared() && (c.out.policy.proxy_revalidate || c.out.policy.s_maxage))
               ? OnError::GatewayTimeout
               : OnError::PassOn;
  }
  const auto window = error_window(c);
  return window && c.staleness() <= *window ? OnError::ServeStale : OnError::PassOn;
}

/// Demands that hold whatever the lifetime is.
std::optional<Verdict> demanded_check(Case& c) {
  if (c.stored.invalidated) return c.ask(Reason::Invalidated);
  if (c.out.policy.no_cache) return c.ask(Reason::NoCache);
  if (c.asked.fetch == Fetch::NoCache) return c.ask(Reason::Reload);
  if (c.request.no_cache) return c.ask(Reason::RequestNoCache, Confidence::Likely);
  return std::nullopt;
}

Verdict decide_fresh(Case& c) {
  const Confidence fields = c.out.policy.no_cache_fields ? Confidence::Likely : Confidence::Certain;
  if (c.page_reload()) {
    if (!c.out.policy.immutable) return c.ask(Reason::Reload, Confidence::Likely);
    return c.finish(Decision::Reuse, Reason::Immutable, Confidence::Likely);
  }
  if (c.request.max_age && c.out.age_s > c.request.max_age->value) {
    c.out.allowance_s = c.request.max_age->value;
    return c.ask(Reason::RequestMaxAge, Confidence::Likely);
  }
  if (c.request.min_fresh && c.request.min_fresh->value > c.out.fresh_for_s()) {
    c.out.allowance_s = c.request.min_fresh->value;
    return c.ask(Reason::RequestMinFresh, Confidence::Likely);
  }
  return c.finish(Decision::Reuse, Reason::Fresh, fields);
}

std::optional<Verdict> allowed_by_swr(Case& c) {
  const auto& window = c.out.policy.stale_while_revalidate;
  if (!window || !window->well_formed || c.stale_forbidden_but_for_s_maxage() ||
      c.staleness() > window->value || c.page_reload() || c.request.max_age ||
      c.request.min_fresh) {
    return std::nullopt;
  }
  c.out.allowance_s = window->value;
  const Confidence plain = window->plain ? Confidence::Certain : Confidence::Likely;
  if (c.stale_forbidden()) {
    return c.finish(Decision::ReuseStale, Reason::StaleDespiteSMaxage, Confidence::Likely);
  }
  return c.finish(Decision::ReuseStale, Reason::StaleWhileRevalidate, plain);
}

std::optional<Verdict> allowed_by_max_stale(Case& c) {
  const auto& limit = c.request.max_stale;
  if (!limit || !limit->well_formed || c.stale_forbidden() || c.staleness() > limit->value ||
      (c.request.max_age && c.out.age_s > c.request.max_age->value)) {
    return std::nullopt;
  }
  c.out.allowance_s = limit->value;
  return c.finish(Decision::ReuseStale, Reason::MaxStale, Confidence::Likely);
}

Verdict decide_stale(Case& c) {
  c.out.on_error = on_error(c);
  if (auto verdict = allowed_by_swr(c)) return *verdict;
  if (auto verdict = allowed_by_max_stale(c)) return *verdict;
  return c.ask(Reason::Stale);
}

Verdict decide_stored(Case& c) {
  if (c.request.placeholder || c.out.policy.placeholder) return c.unknown(Reason::Placeholder);
  if (c.asked.fetch == Fetch::ForceCache || c.asked.fetch == Fetch::OnlyIfCached) {
    return c.finish(Decision::Reuse, Reason::ForceCache);
  }
  if (auto verdict = demanded_check(c)) return *verdict;
  if (c.out.lifetime.confidence == Confidence::Unknown) return c.unknown(Reason::NoClock);
  const Age current = age(c.stored, c.asked.now);
  if (current.confidence == Confidence::Unknown) return c.unknown(Reason::Placeholder);
  c.out.confidence =
      weaker(c.out.confidence, weaker(c.out.lifetime.confidence, current.confidence));
  return c.fresh() ? decide_fresh(c) : decide_stale(c);
}

Verdict forwarded(Reason reason) {
  Verdict out;
  out.reason = reason;
  return out;
}

Verdict without_copy(const Asked& asked, const Lookup& lookup) {
  Verdict out;
  out.reason = lookup.absent;
  out.not_stored = lookup.not_stored;
  out.confidence = lookup.confidence;
  const RequestPolicy request = request_policy_of(asked.request.fields);
  if (request.placeholder) out.confidence = weaker(out.confidence, Confidence::Likely);
  if (request.only_if_cached || asked.fetch == Fetch::OnlyIfCached) {
    out.decision = Decision::Fail;
    out.confidence = weaker(out.confidence, Confidence::Likely);
  }
  return out;
}

}  // namespace

Validators validators_of(FieldLines response) {
  Validators out;
  const FieldLine* etag = find(response, FieldName::ETag);
  if (etag != nullptr && !is_placeholder(etag->value)) out.etag = etag->value;
  const FieldLine* modified = find(response, FieldName::LastModified);
  if (modified != nullptr && parse_http_date(modified->value, DateReader::Cache)) {
    out.last_modified = modified->value;
  }
  return out;
}

Lookup look_up(const RequestMessage& request, std::span<const Received> received,
               const Cache& cache) {
  Lookup out;
  bool newer_variant = false;
  for (auto one = received.rbegin(); one != received.rend(); ++one) {
    const Seen seen = see(*one, request, cache);
    if (out.stored != nullptr) {
      if (!seen.store.storable || seen.selection.match != Match::Yes || !has_vary(*one)) continue;
      out.stored = &*one;
      break;
    }
    if (unstored_but_newer(seen, *one)) {
      note_absence(out, seen);
      return out;
    }
    if (!seen.store.storable || seen.selection.match != Match::Yes) {
      newer_variant |= seen.store.storable;
      note_absence(out, seen);
      continue;
    }
    out.stored = &*one;
    out.confidence =
        weaker(one->confidence, weaker(seen.store.confidence, seen.selection.confidence));
    // Browsers mostly keep one variant of a URL.
    if (newer_variant && !cache.shared())
      out.confidence = weaker(out.confidence, Confidence::Likely);
    if (has_vary(*one)) break;
  }
  return out;
}

Verdict decide(const Asked& asked, const Lookup& lookup, const Cache& cache) {
  if (!selects(asked.request.method)) {
    return forwarded(Reason::MethodNotCached);
  }
  if (asked.fetch == Fetch::NoStore || asked.fetch == Fetch::Bypass) {
    return forwarded(Reason::Bypassed);
  }
  if (lookup.stored == nullptr) return without_copy(asked, lookup);
  const Received& stored = *lookup.stored;
  Case c{asked, stored, cache, request_policy_of(asked.request.fields), {}};
  c.out.confidence = lookup.confidence;
  c.out.policy = policy_of(stored.response.fields, cache);
  c.out.validators = validators_of(stored.response.fields);
  c.out.lifetime = lifetime(stored, c.out.policy, cache);
  c.out.lifetime_s = c.out.lifetime.seconds;
  c.out.age_s = age(stored, asked.now).seconds;
  return decide_stored(c);
}

Verdict decide(const Asked& asked, std::span<const Received> received, const Cache& cache) {
  return decide(asked, look_up(asked.request, received, cache), cache);
}

}  // namespace wiretag::http::cache
