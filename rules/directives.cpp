#include "rules/directives.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "documents/traffic/caching.h"
#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr std::array<std::string_view, 6> kDeltas = {
    "max-age", "s-maxage", "stale-while-revalidate", "stale-if-error", "max-stale", "min-fresh"};
constexpr std::array<std::string_view, 10> kFlags = {
    "no-cache",        "no-store", "no-transform", "must-revalidate", "proxy-revalidate",
    "must-understand", "private",  "public",       "immutable",       "only-if-cached"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::any_of(
      names, [&](std::string_view one) { return http::equal_ignoring_case(one, name); });
}

/// A folded line is left alone: its directives would carry the fold.
bool readable(const Field& field) {
  const std::string_view value = field.value().view;
  return field.id() == FieldName::CacheControl && !http::is_placeholder(value) &&
         value.find('\n') == std::string_view::npos;
}

void add_line(const Field& field, const PlacedDirective& like, std::vector<PlacedDirective>& out) {
  if (!readable(field)) return;
  for (const http::Directive& directive :
       http::parse_cache_control({field.value().view}).directives) {
    PlacedDirective one = like;
    one.directive = directive;
    one.field = &field;
    out.push_back(one);
  }
}

/// The text cut at blanks, `;` and `:`, outside quotes.
std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    const bool cut = i == text.size() || (!quoted && (http::is_blank(text[i]) || text[i] == ';'));
    if (!cut) continue;
    if (i > begin) out.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return out;
}

bool is_number(std::string_view text) { return http::all_digits(text); }

/// `max-age:60` as `max-age=60`; any other word as it is.
std::string with_equals(std::string_view word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string_view::npos || !is_known_directive(word.substr(0, colon))) {
    return std::string(word);
  }
  const std::string_view argument = word.substr(colon + 1);
  return argument.empty() ? std::string(word.substr(0, colon))
                          : fmt::format("{}={}", word.substr(0, colon), argument);
}

std::string_view name_in(std::string_view word) { return word.substr(0, word.find('=')); }

bool targets_a_cdn(const Field& field) {
  switch (field.id()) {
    case FieldName::CDNCacheControl:
    case FieldName::CloudflareCDNCacheControl:
    case FieldName::NetlifyCDNCacheControl:
    case FieldName::SurrogateControl: return true;
    default: return false;
  }
}

}  // namespace

std::vector<PlacedDirective> directives(const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  std::vector<PlacedDirective> out;
  const bool request = !exchange.fragment;
  for (const Field& field : exchange.request.fields.lines()) {
    add_line(field, {{}, nullptr, request, false, request || exchange.notes.mock}, out);
  }
  if (!exchange.response) return out;
  for (const Field& field : exchange.response->fields.lines()) {
    add_line(field, {{}, nullptr, false, !exchange.fragment, may_edit_response(exchange)}, out);
  }
  return out;
}

const Response* whole_response(const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  return exchange.response && !exchange.fragment ? &*exchange.response : nullptr;
}

std::vector<PlacedDirective> response_directives(const Response& response) {
  std::vector<PlacedDirective> out;
  for (const Field& field : response.fields.lines()) {
    add_line(field, {{}, nullptr, false, true, false}, out);
  }
  return out;
}

const PlacedDirective* find(const std::vector<PlacedDirective>& all, std::string_view name) {
  const auto it = std::ranges::find_if(all, [&](const auto& one) { return one.is(name); });
  return it == all.end() ? nullptr : &*it;
}

bool is_known_directive(std::string_view name) {
  return counts_seconds(name) || among(kFlags, name);
}

bool counts_seconds(std::string_view name) { return among(kDeltas, name); }

std::string with_separators(const http::Directive& directive) {
  const std::vector<std::string_view> parts = words(directive.text);
  if (parts.size() == 1 && with_equals(parts.front()) == directive.text) return {};
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string word = with_equals(parts[i]);
    if (!is_known_directive(name_in(word))) return {};
    if (!out.empty()) out += ", ";
    out += word;
    const bool bare = word.find('=') == std::string::npos;
    if (bare && counts_seconds(word) && i + 1 < parts.size() && is_number(parts[i + 1])) {
      out += fmt::format("={}", parts[++i]);
    } else if (word.ends_with('=') || (i + 1 < parts.size() && parts[i + 1].starts_with('='))) {
      return {};
    }
  }
  return out;
}

std::vector<std::vector<PlacedDirective>> by_line(const std::vector<PlacedDirective>& all,
                                                  std::span<const std::string_view> names) {
  std::vector<std::vector<PlacedDirective>> lines;
  for (const PlacedDirective& one : all) {
    if (std::ranges::none_of(names, [&](std::string_view name) { return one.is(name); })) continue;
    if (lines.empty() || lines.back().front().field != one.field) lines.emplace_back();
    lines.back().push_back(one);
  }
  return lines;
}

std::string names_of(const std::vector<PlacedDirective>& some) {
  std::string out;
  for (std::size_t i = 0; i < some.size(); ++i) {
    if (i > 0) out += i + 1 == some.size() ? " and " : ", ";
    out += quoted(some[i].directive.name);
  }
  return out;
}

Replacement without(const std::vector<PlacedDirective>& some) {
  const Field& field = *some.front().field;
  std::string left;
  for (const http::Directive& other : http::parse_cache_control({field.value().view}).directives) {
    const bool goes = std::ranges::any_of(some, [&](const PlacedDirective& one) {
      return one.directive.text.data() == other.text.data();
    });
    if (goes) continue;
    if (!left.empty()) left += ", ";
    left += other.text;
  }
  if (left.empty()) return {field.line(), ""};
  return {field.value(), std::move(left)};
}

http::cache::Policy policy_of(const Response& response, http::cache::CacheKind kind) {
  const auto lines = field_lines(response.fields);
  return http::cache::policy_of(lines, http::cache::Cache{kind, {}});
}

std::optional<std::int64_t> explicit_lifetime(const Response& response,
                                              http::cache::CacheKind kind) {
  const auto lines = field_lines(response.fields);
  const http::cache::Cache cache{kind, {}};
  http::cache::Received received;
  received.response = {response.status, lines};
  received.relative_clock = true;
  const auto lifetime =
      http::cache::lifetime(received, http::cache::policy_of(lines, cache), cache);
  using Source = http::cache::LifetimeSource;
  const bool stated = lifetime.source == Source::SMaxage || lifetime.source == Source::MaxAge ||
                      lifetime.source == Source::Expires ||
                      lifetime.source == Source::ExpiresInvalid;
  if (!stated || lifetime.confidence != http::Confidence::Certain) return std::nullopt;
  return lifetime.seconds;
}

bool caching_is_templated(const Response& response) {
  return std::ranges::any_of(response.fields.lines(), [](const Field& field) {
    const bool speaks = field.id() == FieldName::CacheControl || field.id() == FieldName::Expires ||
                        targets_a_cdn(field);
    return speaks && http::is_placeholder(field.value().view);
  });
}

bool is_complete_head(const Response& response) {
  constexpr std::size_t kFew = 3;
  return !response.fields.elided() && response.fields.has(FieldName::Date) &&
         response.fields.lines().size() > kFew;
}

bool is_personal(const Exchange& exchange) {
  const Fields& asked = exchange.request.fields;
  if (asked.has(FieldName::Authorization) || asked.has(FieldName::Cookie)) return true;
  if (!exchange.response) return false;
  return exchange.response->fields.has(FieldName::SetCookie) ||
         http::parse_cache_control(exchange.response->fields.values(FieldName::CacheControl))
             .has("private");
}

std::string span_of_time(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 60 * kMinute;
  constexpr std::int64_t kDay = 24 * kHour;
  if (seconds >= 2 * kDay) return fmt::format("{} days", (seconds + kDay / 2) / kDay);
  if (seconds >= 2 * kHour) return fmt::format("{} h", (seconds + kHour / 2) / kHour);
  if (seconds >= 2 * kMinute) return fmt::format("{} min", (seconds + kMinute / 2) / kMinute);
  return fmt::format("{} s", seconds);
}

}  // namespace wiretag::rules
