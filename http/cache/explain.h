#pragma once

#include <string>
#include <string_view>

#include "http/cache/decide.h"
#include "http/cache/store.h"

namespace wiretag::http::cache {

/// "reuse", "reuse_stale", "revalidate", "forward", "fail".
[[nodiscard]] std::string_view to_string(Decision decision);

/// "no-store", "private", "request with Authorization", …
[[nodiscard]] std::string_view to_string(StoreReason reason);

/// Why a verdict came out as it did, in one line, e.g. "fresh: max-age=600, age 60; 540 s left".
[[nodiscard]] std::string because(const Verdict& verdict);

/// The same without an age, for an answer that holds at any time.
[[nodiscard]] std::string because_at_any_time(const Verdict& verdict);

/// Where a lifetime comes from: "max-age=600", "CDN-Cache-Control max-age=60", "no lifetime
/// stated".
[[nodiscard]] std::string lifetime_text(const Lifetime& lifetime, const Policy& policy);

/// The fields that a revalidation sends: `If-None-Match "v42"`; empty without a validator.
[[nodiscard]] std::string conditions_text(const Validators& validators);

/// "stored for 600 s (max-age=600)", "stored, checked before each use (no-cache)",
/// "not stored: no-store".
[[nodiscard]] std::string kept_text(const StoreVerdict& store, const Lifetime& lifetime,
                                    const Policy& policy);

}  // namespace wiretag::http::cache
