#include <optional>
#include <string>

#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "missing-validator",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .summary = "A cacheable response without ETag and Last-Modified",
    .spec = {"RFC 9110", "8.8.2.1, 8.8.3.1"},
};

constexpr std::uint64_t kWorthChecking = 1024;

/// A stream, a download that is made once, or a variant that no request selects again.
bool not_for_reuse(const Fields& fields) {
  const std::string_view type = fields.value(FieldName::ContentType);
  const Field* disposition = fields.find("Content-Disposition");
  return type.starts_with("text/event-stream") || type.starts_with("multipart/") ||
         fields.value(FieldName::Vary) == "*" ||
         (disposition && disposition->value().view.starts_with("attachment"));
}

/// What the response wants of caches; empty where it leaves that to them, or forbids reuse with an
/// expiry in the past, as scripts do.
std::optional<std::string> wish(const Response& response) {
  const http::cache::Policy policy = policy_of(response, http::cache::CacheKind::Shared);
  if (policy.no_cache) return "for every use";
  auto lifetime = explicit_lifetime(response, http::cache::CacheKind::Private);
  if (!lifetime || *lifetime == 0) {
    lifetime =
        policy.s_maxage ? explicit_lifetime(response, http::cache::CacheKind::Shared) : lifetime;
  }
  if (!lifetime) return std::string();
  if (*lifetime > 0) return fmt::format("after {}", span_of_time(*lifetime));
  if (policy.max_age) return "for every use";
  return std::nullopt;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || exchange.request.method != http::Method::Get) return;
  if (judged.recorded() != 200 || exchange.request.fields.has(FieldName::Range)) return;
  const Response& response = *exchange.response;
  const Fields& fields = response.fields;
  if (fields.has(FieldName::ETag) || fields.has(FieldName::LastModified)) return;
  if (!is_complete_head(response) || not_for_reuse(fields) || caching_is_templated(response))
    return;
  const std::uint64_t size = content_size(response).value_or(0);
  if (size < kWorthChecking) return;
  const http::cache::Policy policy = policy_of(response, http::cache::CacheKind::Private);
  const auto wished = wish(response);
  if (policy.no_store || !wished) return;

  Report found = report.at(
      response.status_text, judged,
      "No ETag and no Last-Modified: {}, a cache has nothing to ask 304 with and downloads all {} "
      "again. Send an ETag made of the content",
      wished->empty() ? "at the next visit" : *wished, bytes(size));
  const bool static_type = static_media_type(fields.value(FieldName::ContentType));
  if (wished->empty() && !static_type) found.at_most(Severity::Hint);
  const bool named_by_content = policy.immutable || is_fingerprinted(exchange.request.target);
  if (named_by_content || is_personal(exchange)) found.at_most(Severity::Info);
}

}  // namespace

extern constinit const Rule missing_validator{kInfo, &check};

}  // namespace wiretag::rules
