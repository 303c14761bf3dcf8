#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-cache-without-validator",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .summary = "Every use is to be checked, with nothing to check by",
    .spec = {"RFC 9111", "4.3.1, 5.2.2.4"},
    .absorbs = {"missing-validator"},
};

constexpr std::uint64_t kWorthChecking = 1024;

/// The directive that makes every use a check; nullptr without one.
const PlacedDirective* check_demand(const std::vector<PlacedDirective>& all,
                                    const http::cache::Policy& policy) {
  if (policy.no_store || policy.placeholder) return nullptr;
  if (policy.no_cache) return find(all, "no-cache");
  const bool stale_use = policy.stale_while_revalidate || policy.stale_if_error;
  const bool kept_by_others = policy.s_maxage && policy.s_maxage->value > 0;
  const bool zero = policy.max_age && policy.max_age->plain && policy.max_age->value == 0;
  return zero && !stale_use && !kept_by_others ? find(all, "max-age") : nullptr;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || judged.recorded() != 200) return;
  if (exchange.request.method != http::Method::Get) return;
  const Response& response = *exchange.response;
  if (!is_complete_head(response) || asset_kind(exchange) == AssetKind::Stream) return;
  if (response.fields.has(FieldName::ETag) || response.fields.has(FieldName::LastModified)) return;
  const auto all = response_directives(response);
  const PlacedDirective* demand =
      check_demand(all, policy_of(response, http::cache::CacheKind::Private));
  const auto size = content_size(response);
  if (!demand || size.value_or(0) < kWorthChecking) return;

  Report found =
      report.at(demand->text(), judged,
                "{} has every use checked, but there is no ETag or Last-Modified to check by: each "
                "view downloads {} again. Send an ETag: what did not change is then a 304",
                quoted(demand->directive.text), bytes(*size));
  if (is_personal(exchange)) found.at_most(Severity::Info);
}

}  // namespace

extern constinit const Rule no_cache_without_validator{kInfo, &check};

}  // namespace wiretag::rules
