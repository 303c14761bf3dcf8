#include <algorithm>
#include <array>
#include <string>

#include "http/fields/text.h"
#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/reporter.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "authorization-shared-cacheable",
    .family = Family::Privacy,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "An answer to Authorization that shared caches may give to others",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "3.5"},
};

/// The credentials open a door, but what lies behind it is the same for all who enter.
bool is_the_same_for_all(const Exchange& exchange, const std::vector<PlacedDirective>& all) {
  constexpr std::array<std::string_view, 10> kPackages = {
      ".tgz", ".gz", ".whl", ".jar", ".zip", ".gem", ".deb", ".rpm", ".crate", ".nupkg"};
  const std::string_view path = path_of(exchange.request.target);
  if (find(all, "immutable") || is_fingerprinted(exchange.request.target)) return true;
  if (path.find("sha256:") != std::string_view::npos) return true;
  const AssetKind kind = asset_kind(exchange);
  return kind == AssetKind::Code || kind == AssetKind::Picture ||
         std::ranges::any_of(kPackages, [&](std::string_view end) { return path.ends_with(end); });
}

/// The directive that lifts the ban on storing; of several the one that was meant to.
const PlacedDirective* lifting(const std::vector<PlacedDirective>& all) {
  for (const std::string_view name : {"public", "s-maxage", "must-revalidate"}) {
    if (const PlacedDirective* one = find(all, name)) return one;
  }
  return nullptr;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || !exchange.request.fields.has(FieldName::Authorization)) return;
  if (judged.recorded() < 200 || judged.recorded() > 299) return;
  const auto shared = stated_sharing(judged);
  if (!shared) return;
  const Response& response = *exchange.response;
  const auto all = response_directives(response);
  const PlacedDirective* lifts = lifting(all);
  if (!lifts || varies_on(response, "Authorization") || is_the_same_for_all(exchange, all)) return;
  const bool accidental = lifts->is("must-revalidate");
  const std::string span =
      shared->lifetime ? fmt::format("for {} ", span_of_time(*shared->lifetime)) : std::string();
  Report found = report.at(
      lifts->text(), judged,
      "{}{} lifts the ban on sharing answers to Authorization: {}a shared cache may give this one "
      "to the next user. Say private, or vary on Authorization",
      quoted(lifts->directive.text), accidental ? ", often sent out of habit," : "", span);
  found.related(exchange.request.fields.find(FieldName::Authorization)->name(),
                "asked with credentials");
  if (may_edit_response(exchange)) found.fix(make_private(response));
}

}  // namespace

extern constinit const Rule authorization_shared_cacheable{kInfo, &check};

}  // namespace wiretag::rules
