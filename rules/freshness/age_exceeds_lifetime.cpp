#include <algorithm>
#include <array>

#include "http/fields/cache_control.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;
using http::cache::CacheKind;

constexpr RuleInfo kInfo{
    .id = "age-exceeds-lifetime",
    .family = Family::Freshness,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "A cached response that is stale on arrival",
    .spec = {"RFC 9111", "4.2, 4.2.4"},
};

/// Stale answers are allowed for this long after the lifetime.
std::int64_t allowance(const http::cache::Policy& policy) {
  std::int64_t most = 0;
  for (const auto& allowed : {policy.stale_while_revalidate, policy.stale_if_error}) {
    if (allowed) most = std::max<std::int64_t>(most, allowed->value);
  }
  return most;
}

bool accepts_stale(const Request& request) {
  return http::parse_cache_control(request.fields.values(FieldName::CacheControl)).has("max-stale");
}

/// The edge keeps responses by a clock of its own: a targeted field, or the settings of a CDN.
bool edge_decides(const Response& response) {
  constexpr std::array<std::string_view, 10> kMarks = {"CDN-Cache-Control",
                                                       "Surrogate-Control",
                                                       "Cloudflare-CDN-Cache-Control",
                                                       "Netlify-CDN-Cache-Control",
                                                       "CF-Ray",
                                                       "CF-Cache-Status",
                                                       "X-Amz-Cf-Id",
                                                       "X-Vercel-Cache",
                                                       "X-Served-By",
                                                       "X-Akamai-Transformed"};
  return std::ranges::any_of(
      kMarks, [&](std::string_view name) { return response.fields.find(name) != nullptr; });
}

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  const Field* field = response->fields.find(FieldName::Age);
  if (!field || response->fields.count(FieldName::Age) != 1) return;
  const auto age = http::parse_delta_seconds(field->value().view);
  const auto lifetime = explicit_lifetime(*response, CacheKind::Shared);
  // Nothing but the cache's own settings lets it keep what has no lifetime at all.
  if (!age || lifetime.value_or(0) == 0 || *age <= *lifetime) return;
  const auto policy = policy_of(*response, CacheKind::Shared);
  if (policy.no_store || policy.no_cache || policy.placeholder) return;
  if (*age - *lifetime <= allowance(policy)) return;
  if (accepts_stale(judged.exchange.request) || edge_decides(*response)) return;
  if (response->fields.has(FieldName::Warning)) return;

  report.at(field->value(), judged,
            "{} s old with a lifetime of {} s: stale on arrival, so the client checks at the next "
            "use. The cache in front keeps it too long, or its refresh fails",
            *age, *lifetime);
}

}  // namespace

extern constinit const Rule age_exceeds_lifetime{kInfo, &check};

}  // namespace wiretag::rules
