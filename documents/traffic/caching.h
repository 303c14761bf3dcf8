#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "documents/traffic/traffic.h"
#include "http/cache/decide.h"

namespace wiretag {

/// What one cache does with one request, and what it then holds.
struct CacheAnswer {
  http::cache::Decision decision{};
  http::Confidence confidence{};
  /// Freshness lifetime in seconds of the stored response or, where nothing was stored, of the
  /// recorded response that is stored now; 0 without either.
  std::int64_t lifetime_s = 0;
  /// Age in seconds of the same response; nullopt where no clock tells it and the decision holds
  /// at any time.
  std::optional<std::int64_t> age_s = 0;
  std::string because;  ///< one line
  /// What a later check of the response it then holds sends.
  http::cache::Validators later;
  std::string kept;  ///< what becomes of the recorded response; empty without one
  http::cache::Verdict verdict;
};

/// All lines as the cache functions read them; views of `fields`.
[[nodiscard]] std::vector<http::cache::FieldLine> field_lines(const Fields& fields);

/// What a browser (private) and a shared cache with the target list "CDN-Cache-Control" do with a
/// request. nullopt where it cannot be told: no request line, a template in a caching directive,
/// or no clock.
struct CacheView {
  std::optional<CacheAnswer> private_cache;
  std::optional<CacheAnswer> shared_cache;
  std::string_view untold = {};  ///< why there is no answer, where one is missing
};

/// Both caches hold what the earlier exchanges of the resource, at most 64 back, left in them (RFC
/// 9111). An exchange takes place `# @at +90s` (s, m, h, d) after the last one whose time is known,
/// else at Date plus Age of its response, else at `# @origin Date`. Views point into the document.
[[nodiscard]] CacheView cache_view(const Judged& judged);

/// One line for people, e.g. `Browser: fresh for 540 s, no request. Shared cache: forwards
/// (private). After that: If-None-Match "v42" → 304.` Says so where nothing can be told.
[[nodiscard]] std::string cache_summary(const CacheView& view);

/// There is more to say than that the request passes through empty caches.
[[nodiscard]] bool caches_matter(const CacheView& view);

}  // namespace wiretag
