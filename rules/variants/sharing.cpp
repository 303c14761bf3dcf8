#include "rules/variants/sharing.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "documents/traffic/caching.h"
#include "http/cache/store.h"
#include "http/conditions.h"
#include "http/fields/cache_control.h"
#include "http/fields/date.h"
#include "http/fields/text.h"
#include "rules/conditions/lines.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;
using http::cache::CacheKind;

constexpr std::array<std::string_view, 4> kTargets = {
    "Cloudflare-CDN-Cache-Control", "Netlify-CDN-Cache-Control", "Vercel-CDN-Cache-Control",
    "CDN-Cache-Control"};

/// A directive is misspelt such that caches differ on what they read.
bool is_garbled(const Response& response) {
  return std::ranges::any_of(response_directives(response), [](const PlacedDirective& one) {
    if (!with_separators(one.directive).empty()) return true;
    return counts_seconds(one.directive.name) &&
           !http::parse_delta_seconds(one.directive.value.value_or(std::string_view()));
  });
}

/// A cache of that kind keeps the response, and may use it for others.
bool keeps(const Judged& judged, const http::cache::Cache& cache) {
  const auto asked = field_lines(judged.exchange.request.fields);
  const auto answered = field_lines(judged.exchange.response->fields);
  const http::Method method = judged.asked() ? judged.exchange.request.method : http::Method::Get;
  const http::cache::Policy policy = http::cache::policy_of(answered, cache);
  if (policy.placeholder || policy.no_cache) return false;
  return http::cache::can_store({method, asked}, {judged.recorded(), answered}, policy, cache)
      .storable;
}

bool may_be_kept(const Judged& judged) {
  if (!judged.exchange.response || judged.exchange.fragment) return false;
  const Response& response = *judged.exchange.response;
  if (response.status < 200 || caching_is_templated(response)) return false;
  if (is_garbled(response)) return false;
  const auto vary = vary_members(response);
  if (std::ranges::any_of(vary, [](const Text& one) { return one.view == "*"; })) return false;
  return keeps(judged, {CacheKind::Shared, {}}) && keeps(judged, {CacheKind::Shared, kTargets});
}

/// `names` as they stand in the response, with the place of the first.
Sharing said_by(const std::vector<PlacedDirective>& all,
                std::initializer_list<std::string_view> names) {
  Sharing found;
  for (const PlacedDirective& one : all) {
    if (std::ranges::none_of(names, [&](std::string_view name) { return one.is(name); })) continue;
    if (!found.place.placed()) found.place = one.text();
    if (!found.words.empty()) found.words += ", ";
    found.words += quoted(one.directive.text);
  }
  return found;
}

constexpr std::int64_t kShare = 10;

/// Where a comma is missing, a member of Vary holds several names.
bool holds_word(std::string_view member, std::string_view name) {
  while (!member.empty()) {
    const std::size_t end = std::min(member.find_first_of(" \t\r\n;"), member.size());
    if (http::equal_ignoring_case(member.substr(0, end), name)) return true;
    member.remove_prefix(std::min(end + 1, member.size()));
  }
  return false;
}

}  // namespace

std::optional<Sharing> stated_sharing(const Judged& judged) {
  if (!may_be_kept(judged)) return std::nullopt;
  const Response& response = *judged.exchange.response;
  const auto lifetime = explicit_lifetime(response, CacheKind::Shared);
  if (lifetime && *lifetime == 0) return std::nullopt;
  const auto all = response_directives(response);
  const bool timed = find(all, "s-maxage") || find(all, "max-age");
  Sharing found = find(all, "s-maxage") ? said_by(all, {"public", "s-maxage"})
                                        : said_by(all, {"public", "max-age"});
  found.lifetime = lifetime;
  const Field* expires = response.fields.find(FieldName::Expires);
  if (expires && !timed) {
    if (!lifetime) return std::nullopt;
    if (!found.place.placed()) {
      found.place = expires->value();
      found.words = "Expires " + quoted(expires->value().view);
    }
  }
  if (!found.place.placed()) return std::nullopt;
  return found;
}

std::optional<Sharing> sharing(const Judged& judged) {
  if (auto stated = stated_sharing(judged)) return stated;
  if (!may_be_kept(judged)) return std::nullopt;
  const Response& response = *judged.exchange.response;
  if (explicit_lifetime(response, CacheKind::Shared) || response.fields.has(FieldName::Expires) ||
      response.fields.has(FieldName::Pragma)) {
    return std::nullopt;
  }
  if (!is_complete_head(response) || is_personal(judged.exchange)) return std::nullopt;
  if (!http::cache::heuristically_cacheable(response.status)) return std::nullopt;
  const Field* modified = response.fields.find(FieldName::LastModified);
  const auto sent = http::parse_http_date(response.fields.value(FieldName::Date));
  const auto changed = http::parse_http_date(response.fields.value(FieldName::LastModified));
  if (!modified || !sent || !changed) return std::nullopt;
  if (sent->date.seconds - changed->date.seconds < kShare) return std::nullopt;
  return Sharing{modified->value(), "Last-Modified", std::nullopt, true};
}

std::vector<Text> vary_members(const Response& response) {
  std::vector<Text> out;
  for (const Field& field : response.fields.lines()) {
    if (field.id() != FieldName::Vary || http::is_placeholder(field.value().view)) continue;
    std::string_view rest = field.value().view;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      std::string_view member = rest.substr(0, comma);
      const std::size_t begin = std::min(member.find_first_not_of(" \t\r\n"), member.size());
      member = member.substr(begin, member.find_last_not_of(" \t\r\n") + 1 - begin);
      if (!member.empty()) out.push_back(field.value().part(member));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return out;
}

bool varies_on(const Response& response, std::string_view name) {
  const bool unknown = std::ranges::any_of(response.fields.lines(), [](const Field& field) {
    return field.id() == FieldName::Vary && http::is_placeholder(field.value().view);
  });
  return unknown || std::ranges::any_of(vary_members(response), [&](const Text& one) {
           return one.view == "*" || holds_word(one.view, name);
         });
}

Fix add_to_vary(const Response& response, std::string_view name) {
  const std::string title = fmt::format("Add {} to Vary", name);
  const auto members = vary_members(response);
  if (members.empty()) return add_line(response, fmt::format("Vary: {}", name), title);
  const Text last = members.back();
  return replace(last, fmt::format("{}, {}", last.view, name), title, FixKind::Unsafe);
}

Fix make_private(const Response& response) {
  Fix fix{"Say private", FixKind::Unsafe, {}};
  bool said = false;
  for (const Field& field : response.fields.lines()) {
    if (field.id() != FieldName::CacheControl) continue;
    std::string value;
    for (const http::Directive& one : http::parse_cache_control({field.value().view}).directives) {
      std::string_view text = one.text;
      if (one.is("s-maxage") || (one.is("public") && said)) continue;
      if (one.is("public")) {
        text = "private";
        said = true;
      }
      if (!value.empty()) value += ", ";
      value += text;
    }
    if (value == field.value().view) continue;
    fix.replacements.push_back(value.empty() ? Replacement{field.line(), ""}
                                             : Replacement{field.value(), std::move(value)});
  }
  if (said) return fix;
  const Field* first = response.fields.find(FieldName::CacheControl);
  if (!first) return add_line(response, "Cache-Control: private", fix.title);
  if (fix.replacements.empty()) {
    fix.replacements.push_back({first->value(), std::string(first->value().view)});
  }
  Replacement& edit = fix.replacements.front();
  edit.text = edit.text.empty() ? "Cache-Control: private\n" : "private, " + edit.text;
  return fix;
}

bool came_through_cdn(const Response& response) {
  constexpr std::array<std::string_view, 8> kMarks = {
      "CF-Ray",          "CF-Cache-Status",     "X-Amz-Cf-Id", "X-Vercel-Id",
      "X-NF-Request-ID", "X-Akamai-Request-ID", "X-Azure-Ref", "CDN-RequestId"};
  const bool marked = std::ranges::any_of(
      kMarks, [&](std::string_view name) { return response.fields.find(name) != nullptr; });
  return marked || response.fields.value(FieldName::XServedBy).starts_with("cache-");
}

}  // namespace wiretag::rules
