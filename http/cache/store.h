#pragma once

#include <cstdint>

#include "http/cache/message.h"
#include "http/cache/policy.h"

namespace wiretag::http::cache {

/// Why a response is stored or not (RFC 9111 3).
enum class StoreReason : std::uint8_t {
  Storable,
  MethodNotStored,  ///< only responses to GET are kept for reuse
  StatusForbids,    ///< 428, 429, 431, 511 (RFC 6585)
  StatusInterim,    ///< 1xx
  NotModified,      ///< 304 refreshes a stored response and is none itself
  Partial,          ///< 206 holds a part only
  NotUnderstood,    ///< must-understand with an unknown status
  NoStore,
  RequestNoStore,
  Private,        ///< `private`, asked of a shared cache
  Authorized,     ///< a shared cache needs public, s-maxage or must-revalidate (RFC 9111 3.5)
  NothingAllows,  ///< no explicit freshness, and the status is not heuristically cacheable
  Placeholder,    ///< a template decides
};

struct StoreVerdict {
  bool storable = false;
  StoreReason reason = StoreReason::NothingAllows;
  Confidence confidence = Confidence::Certain;  ///< Unknown where a template decides
};

/// Whether the cache stores this response to this request (RFC 9111 3, 3.5; RFC 6585).
[[nodiscard]] StoreVerdict can_store(const RequestMessage& request, const ResponseMessage& response,
                                     const Cache& cache);
[[nodiscard]] StoreVerdict can_store(const RequestMessage& request, const ResponseMessage& response,
                                     const Policy& policy, const Cache& cache);

/// 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 (RFC 9110 15.1).
[[nodiscard]] bool heuristically_cacheable(int status);

}  // namespace wiretag::http::cache
