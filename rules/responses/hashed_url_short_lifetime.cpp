#include <algorithm>

#include "http/conditions.h"
#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "hashed-url-short-lifetime",
    .family = Family::Responses,
    .severity = Severity::Info,
    .summary = "Clients are made to ask about a URL that never changes",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 8246", "1, 2"},
    .absorbs = {"no-explicit-freshness"},
};

constexpr std::int64_t kDay = std::int64_t{24} * 3600;
constexpr std::string_view kForever = "public, max-age=31536000, immutable";

bool has_short_lifetime(const Response& response) {
  if (caching_is_templated(response)) return false;
  const auto policy = policy_of(response, http::cache::CacheKind::Private);
  if (policy.no_store) return false;
  if (policy.no_cache) return true;
  if (policy.max_age) return policy.max_age->plain && policy.max_age->value < kDay;
  return !response.fields.has(FieldName::Expires) && is_complete_head(response);
}

/// The name did not change with the content, so the "hash" is something else.
bool has_several_tags(const Resource& resource) {
  std::string_view first;
  for (const Judged& one : resource.exchanges) {
    if (!one.exchange.response) continue;
    const auto tag = etag_of(*one.exchange.response);
    if (!tag) continue;
    if (first.empty()) first = tag->opaque;
    if (tag->opaque != first) return true;
  }
  return false;
}

std::size_t checks_in(const Resource& resource) {
  return static_cast<std::size_t>(std::ranges::count_if(
      resource.exchanges, [](const Judged& one) { return one.recorded() == 304; }));
}

void check(const Resource& resource, Reporter& report) {
  const auto it = std::ranges::find_if(resource.exchanges, [](const Judged& one) {
    const bool read = one.asked() && one.exchange.request.method == http::Method::Get;
    return read && (one.recorded() == 200 || one.recorded() == 304) &&
           has_short_lifetime(*one.exchange.response);
  });
  if (it == resource.exchanges.end() || !is_fingerprinted(it->exchange.request.target)) return;
  if (has_several_tags(resource)) return;
  const Response& response = *it->exchange.response;
  const Field* field = response.fields.find(FieldName::CacheControl);
  const std::size_t checks = checks_in(resource);
  Report found = report.at(
      field ? field->value() : response.status_text, *it,
      "The name of {} changes with its content, so asking about it again is a round trip for "
      "nothing{}. Send max-age=31536000, immutable",
      quoted(path_of(it->exchange.request.target)),
      checks > 0 ? fmt::format(" ({} seen here)", checks) : std::string());
  if (!may_edit_response(it->exchange) || !field) return;
  if (response.fields.count(FieldName::CacheControl) != 1) return;
  found.fix(replace(field->value(), std::string(kForever), "Keep it for a year, immutable",
                    FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule hashed_url_short_lifetime{kInfo, &check};

}  // namespace wiretag::rules
