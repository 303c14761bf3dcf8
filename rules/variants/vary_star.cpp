#include "rules/directives.h"
#include "rules/reporter.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "vary-star",
    .family = Family::Variants,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Vary: * keeps caches from using the response again",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "4.1"},
};

/// Caches ask the origin each time anyway: the `*` changes nothing.
bool is_asked_anyway(const Response& response) {
  const auto policy = policy_of(response, http::cache::CacheKind::Private);
  if (policy.no_store || policy.no_cache || policy.placeholder) return true;
  const auto own = explicit_lifetime(response, http::cache::CacheKind::Private);
  const auto shared = explicit_lifetime(response, http::cache::CacheKind::Shared);
  return own && *own == 0 && (!shared || *shared == 0);
}

/// The request field that the response shows it was chosen by; empty where none shows.
std::string_view chosen_by(const Response& response) {
  if (response.fields.has(FieldName::ContentEncoding)) return "Accept-Encoding";
  if (response.fields.has(FieldName::ContentLanguage)) return "Accept-Language";
  return {};
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response || judged.exchange.fragment) return;
  if (judged.asked() && !http::selects(judged.exchange.request.method)) return;
  const Response& response = *judged.exchange.response;
  if (response.status < 200 || response.status >= 400) return;
  if (caching_is_templated(response) || is_asked_anyway(response)) return;
  for (const Text& member : vary_members(response)) {
    if (member.view != "*") continue;
    const auto lifetime = explicit_lifetime(response, http::cache::CacheKind::Shared);
    const std::string wasted =
        lifetime ? fmt::format(", and its lifetime of {} is never used", span_of_time(*lifetime))
                 : std::string();
    Report found = report.at(
        member, judged,
        "Vary: * matches no later request: caches ask the origin each time{}. Name the request "
        "fields that choose the answer, or say no-store if nothing is to be kept",
        wasted);
    const std::string_view name = chosen_by(response);
    if (!name.empty() && may_edit_response(judged.exchange)) {
      found.fix(
          replace(member, std::string(name), fmt::format("Vary on {}", name), FixKind::Unsafe));
    }
    return;
  }
}

}  // namespace

extern constinit const Rule vary_star{kInfo, &check};

}  // namespace wiretag::rules
