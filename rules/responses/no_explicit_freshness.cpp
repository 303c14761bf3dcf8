#include "http/conditions.h"
#include "http/fields/date.h"
#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-explicit-freshness",
    .family = Family::Responses,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "Caches have to guess how long a response stays fresh",
    .spec = {"RFC 9111", "4.2.2"},
};

bool states_a_lifetime(const Response& response) {
  const auto policy = policy_of(response, http::cache::CacheKind::Private);
  return policy.max_age || policy.s_maxage || policy.no_store || policy.no_cache ||
         policy.placeholder || response.fields.has(FieldName::Expires) ||
         response.fields.has(FieldName::Pragma);
}

/// Something else already keeps caches away from it.
bool is_unlikely_to_be_reused(const Exchange& exchange) {
  const Response& response = *exchange.response;
  return is_personal(exchange) || response.fields.value(FieldName::Vary) == "*" ||
         asset_kind(exchange) == AssetKind::Stream;
}

/// Seconds that the file had lain unchanged; nullopt where a date is missing.
std::optional<std::int64_t> time_unchanged(const Response& response) {
  const auto sent = http::parse_http_date(response.fields.value(FieldName::Date));
  const auto modified = http::parse_http_date(response.fields.value(FieldName::LastModified));
  if (!sent || !modified || sent->date < modified->date) return std::nullopt;
  return sent->date.seconds - modified->date.seconds;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || judged.recorded() != 200) return;
  if (exchange.request.method != http::Method::Get) return;
  const Response& response = *exchange.response;
  if (!is_complete_head(response) || caching_is_templated(response)) return;
  if (states_a_lifetime(response) || is_unlikely_to_be_reused(exchange)) return;
  const auto unchanged = time_unchanged(response);
  if (!unchanged) return;

  constexpr std::int64_t kShare = 10;
  constexpr std::int64_t kShortest = 60;
  const Field& modified = *response.fields.find(FieldName::LastModified);
  if (*unchanged / kShare < kShortest) return;
  report.at(modified.value(), judged,
            "No lifetime is stated, so caches guess: a tenth of the time since {} is about {} "
            "without a check. Say max-age=N, or no-cache to be asked each time",
            quoted(modified.value().view), span_of_time(*unchanged / kShare));
}

}  // namespace

extern constinit const Rule no_explicit_freshness{kInfo, &check};

}  // namespace wiretag::rules
