#include "http/cache/store.h"

#include <algorithm>
#include <array>

namespace wiretag::http::cache {
namespace {

constexpr std::array kHeuristic = {200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501};
constexpr std::array kNeverStored = {428, 429, 431, 511};

template <std::size_t N>
bool among(const std::array<int, N>& statuses, int status) {
  return std::ranges::find(statuses, status) != statuses.end();
}

StoreVerdict yes(Confidence confidence) { return {true, StoreReason::Storable, confidence}; }
StoreVerdict no(StoreReason reason, Confidence confidence = Confidence::Certain) {
  return {false, reason, confidence};
}

/// The final statuses that RFC 9110 15 defines; a cache that reads must-understand knows these.
bool understood(int status) {
  return (status >= 200 && status <= 205) || (status >= 300 && status <= 308 && status != 306) ||
         (status >= 400 && status <= 417) || status == 421 || status == 422 || status == 426 ||
         (status >= 500 && status <= 505);
}

bool explicitly_fresh(const ResponseMessage& response, const Policy& policy, const Cache& cache) {
  return policy.max_age || (cache.shared() && policy.s_maxage) ||
         (policy.targeted.empty() && find(response.fields, FieldName::Expires) != nullptr);
}

bool allowed(const ResponseMessage& response, const Policy& policy, const Cache& cache) {
  return policy.is_public || (!cache.shared() && (policy.is_private || policy.private_fields)) ||
         explicitly_fresh(response, policy, cache) || heuristically_cacheable(response.status);
}

/// What the status alone settles; Storable where it leaves the rest open.
StoreVerdict by_status(int status) {
  if (status < 200) return no(StoreReason::StatusInterim);
  if (status == 304) return no(StoreReason::NotModified);
  if (status == 206) return no(StoreReason::Partial, Confidence::Likely);
  if (among(kNeverStored, status)) return no(StoreReason::StatusForbids);
  return yes(Confidence::Certain);
}

StoreVerdict by_method(const RequestMessage& request, const ResponseMessage& response,
                       const Policy& policy, const Cache& cache) {
  if (request.method == Method::Get) return yes(Confidence::Certain);
  const bool maybe = request.method == Method::Head || request.method == Method::Other ||
                     (request.method == Method::Post && explicitly_fresh(response, policy, cache) &&
                      find(response.fields, FieldName::ContentLocation) != nullptr);
  return no(StoreReason::MethodNotStored, maybe ? Confidence::Likely : Confidence::Certain);
}

StoreVerdict by_no_store(int status, const Policy& policy) {
  if (policy.must_understand && !understood(status)) return no(StoreReason::NotUnderstood);
  if (!policy.no_store) return yes(Confidence::Certain);
  if (!policy.must_understand) return no(StoreReason::NoStore);
  return yes(Confidence::Likely);
}

/// What forbids a shared cache to keep a response for others.
StoreVerdict by_sharing(const RequestMessage& request, const ResponseMessage& response,
                        const Policy& policy) {
  if (policy.is_private) return no(StoreReason::Private);
  const bool opened = policy.is_public || policy.s_maxage || policy.must_revalidate;
  if (find(request.fields, FieldName::Authorization) != nullptr && !opened) {
    return no(policy.placeholder ? StoreReason::Placeholder : StoreReason::Authorized,
              policy.placeholder ? Confidence::Unknown : Confidence::Certain);
  }
  // Widely used proxies do not store what sets a cookie, though no standard forbids it.
  const bool doubtful =
      policy.private_fields || find(response.fields, FieldName::SetCookie) != nullptr;
  return yes(doubtful ? Confidence::Likely : Confidence::Certain);
}

}  // namespace

bool heuristically_cacheable(int status) { return among(kHeuristic, status); }

StoreVerdict can_store(const RequestMessage& request, const ResponseMessage& response,
                       const Policy& policy, const Cache& cache) {
  Confidence confidence = Confidence::Certain;
  for (const StoreVerdict& verdict :
       {by_method(request, response, policy, cache), by_status(response.status),
        by_no_store(response.status, policy),
        cache.shared() ? by_sharing(request, response, policy) : yes(Confidence::Certain)}) {
    if (!verdict.storable) return verdict;
    confidence = weaker(confidence, verdict.confidence);
  }
  const RequestPolicy asked = request_policy_of(request.fields);
  if (asked.no_store) return no(StoreReason::RequestNoStore, Confidence::Likely);
  if (policy.placeholder || asked.placeholder) {
    return no(StoreReason::Placeholder, Confidence::Unknown);
  }
  if (!allowed(response, policy, cache)) return no(StoreReason::NothingAllows);
  return yes(confidence);
}

StoreVerdict can_store(const RequestMessage& request, const ResponseMessage& response,
                       const Cache& cache) {
  return can_store(request, response, policy_of(response.fields, cache), cache);
}

}  // namespace wiretag::http::cache
