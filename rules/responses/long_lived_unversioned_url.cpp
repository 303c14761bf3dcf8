#include "http/conditions.h"
#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "long-lived-unversioned-url",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .summary = "A long lifetime on a URL without a version",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "4.2"},
};

constexpr std::int64_t kWeek = std::int64_t{7} * 24 * 3600;

constexpr std::int64_t kYear = std::int64_t{365} * 24 * 3600;

/// Pages and code change with every release, data less, pictures and fonts seldom; nullopt for what
/// is kept under one name for good, such as films and archives.
std::optional<Severity> severity_for(AssetKind kind, std::int64_t lifetime) {
  switch (kind) {
    case AssetKind::Page:
    case AssetKind::Code: return Severity::Warning;
    case AssetKind::Data: return Severity::Info;
    case AssetKind::Picture: return lifetime >= kYear ? Severity::Info : Severity::Hint;
    default: return std::nullopt;
  }
}

/// What keeps clients from asking: max-age or immutable.
const PlacedDirective* cause_in(const std::vector<PlacedDirective>& all,
                                const http::cache::Policy& policy) {
  if (policy.no_store || policy.no_cache || !policy.max_age || !policy.max_age->plain) {
    return nullptr;
  }
  if (policy.max_age->value >= kWeek) return find(all, "max-age");
  return policy.immutable && policy.max_age->value > 0 ? find(all, "immutable") : nullptr;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || judged.recorded() != 200) return;
  if (exchange.request.method != http::Method::Get) return;
  const std::string_view target = exchange.request.target;
  if (http::is_placeholder(path_of(target)) || may_be_versioned(target)) return;
  const Response& response = *exchange.response;
  const auto policy = policy_of(response, http::cache::CacheKind::Private);
  const auto all = response_directives(response);
  const PlacedDirective* cause = cause_in(all, policy);
  if (!cause) return;
  const auto severity = severity_for(asset_kind(exchange), policy.max_age->value);
  if (!severity) return;

  Report found = report.at(
      cause->text(), judged,
      "Clients do not ask about {} for {}, and no release reaches them before. Put a hash of the "
      "content into the name, or let them ask: no-cache with an ETag, usually 304",
      quoted(path_of(target)), span_of_time(policy.max_age->value));
  found.at_most(*severity);
  if (!may_edit_response(exchange) || response.fields.count(FieldName::CacheControl) != 1) return;
  found.fix(replace(response.fields.find(FieldName::CacheControl)->value(), "no-cache",
                    "Let clients ask: no-cache", FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule long_lived_unversioned_url{kInfo, &check};

}  // namespace wiretag::rules
