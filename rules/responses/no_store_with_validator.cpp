#include <algorithm>
#include <array>

#include "http/fields/text.h"
#include "rules/asset_urls.h"
#include "rules/directives.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/responses/conflicts.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-store-with-validator",
    .family = Family::Responses,
    .severity = Severity::Info,
    .summary = "no-store beside a validator that nobody can use",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "5.2.2.4, 5.2.2.5"},
};

constexpr std::uint64_t kWorthKeeping = 1024;

/// Paths where not storing is the point.
bool is_sensitive(std::string_view target) {
  std::string path(path_of(target));
  std::ranges::transform(path, path.begin(), http::lower);
  constexpr std::array<std::string_view, 16> kMarks = {
      "login",    "logout", "auth",  "token", "session",  "account", "user",  "profile",
      "password", "secret", "order", "cart",  "checkout", "payment", "admin", "/me"};
  return std::ranges::any_of(
      kMarks, [&](std::string_view mark) { return path.find(mark) != std::string::npos; });
}

bool is_said_by_no_store(const PlacedDirective& one) {
  return one.is("no-store") || one.is("no-cache") || one.is("must-revalidate") ||
         one.is("proxy-revalidate") || (one.is("max-age") && seconds_of(one) == 0U) ||
         (one.is("s-maxage") && seconds_of(one) == 0U);
}

/// The line with no-cache for no-store and what no-store had made needless.
std::string asking_each_time(const std::vector<PlacedDirective>& all) {
  std::string out = "no-cache";
  for (const PlacedDirective& one : all) {
    if (!is_said_by_no_store(one)) out += fmt::format(", {}", one.directive.text);
  }
  return out;
}

void check(const Judged& judged, Reporter& report) {
  const Exchange& exchange = judged.exchange;
  if (!judged.asked() || judged.recorded() != 200) return;
  if (exchange.request.method != http::Method::Get) return;
  if (is_personal(exchange) || is_sensitive(exchange.request.target)) return;
  const Response& response = *exchange.response;
  const auto all = response_directives(response);
  const PlacedDirective* forbids = find(all, "no-store");
  if (!forbids || find(all, "must-understand")) return;
  const Field* validator = response.fields.find(FieldName::ETag);
  if (!validator) validator = response.fields.find(FieldName::LastModified);
  const auto size = content_size(response);
  if (!validator || size.value_or(0) < kWorthKeeping) return;

  Report found = report.at(
      forbids->text(), judged,
      "no-store leaves no copy to check, so {} is never used and every visit costs {}. no-cache "
      "keeps the copy and asks each time: usually 304",
      quoted(validator->value().view), bytes(*size));
  found.related(validator->value(), "the unused validator");
  if (!may_edit_response(exchange) || response.fields.count(FieldName::CacheControl) != 1) return;
  found.fix(replace(forbids->field->value(), asking_each_time(all),
                    "Keep the copy and ask each time: no-cache", FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule no_store_with_validator{kInfo, &check};

}  // namespace wiretag::rules
