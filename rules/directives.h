#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "documents/traffic/traffic.h"
#include "http/cache/freshness.h"
#include "http/cache/policy.h"
#include "http/fields/cache_control.h"
#include "rules/finding.h"

namespace wiretag::rules {

/// A directive of Cache-Control, with its place.
struct PlacedDirective {
  http::Directive directive;
  const Field* field = nullptr;  ///< the line it stands on
  bool in_request = false;
  bool in_response = false;  ///< neither in bare fields, whose direction is not known
  bool editable = false;     ///< no recorded evidence

  [[nodiscard]] Text text() const { return field->value().part(directive.text); }
  [[nodiscard]] bool is(std::string_view name) const { return directive.is(name); }
};

/// The directives of an exchange's Cache-Control lines, request first. Lines that stand for
/// something else, such as `{{policy}}` or `max-age=60, ...`, are left out.
[[nodiscard]] std::vector<PlacedDirective> directives(const Judged& judged);

/// The response; nullptr without one and for bare fields, which are a sample and not one message.
[[nodiscard]] const Response* whole_response(const Judged& judged);

/// The directives of a response.
[[nodiscard]] std::vector<PlacedDirective> response_directives(const Response& response);

/// The first of that name; nullptr without one.
[[nodiscard]] const PlacedDirective* find(const std::vector<PlacedDirective>& all,
                                          std::string_view name);

/// A directive that RFC 9111, RFC 5861 or RFC 8246 defines, for requests or responses.
[[nodiscard]] bool is_known_directive(std::string_view name);

/// Its argument is a number of seconds.
[[nodiscard]] bool counts_seconds(std::string_view name);

/// What stands between the directives of a text is no comma, or no `=` between name and argument:
/// the same text as it was meant. Empty where it is in order.
[[nodiscard]] std::string with_separators(const http::Directive& directive);

/// Those with one of these names, line by line.
[[nodiscard]] std::vector<std::vector<PlacedDirective>> by_line(
    const std::vector<PlacedDirective>& all, std::span<const std::string_view> names);

/// Their names in words: "public and s-maxage".
[[nodiscard]] std::string names_of(const std::vector<PlacedDirective>& some);

/// Takes directives out of their line, or the line where nothing is left.
[[nodiscard]] Replacement without(const std::vector<PlacedDirective>& some);

/// The response directives as a cache obeys them.
[[nodiscard]] http::cache::Policy policy_of(const Response& response, http::cache::CacheKind kind);

/// The explicit freshness lifetime in seconds; nullopt without one or where it cannot be told.
[[nodiscard]] std::optional<std::int64_t> explicit_lifetime(const Response& response,
                                                            http::cache::CacheKind kind);

/// The response has Cache-Control or a targeted field that says something unknown.
[[nodiscard]] bool caching_is_templated(const Response& response);

/// The head looks like one that a server sent in full: with Date and more than a few fields.
[[nodiscard]] bool is_complete_head(const Response& response);

/// The exchange is about one person: credentials in the request, or a response that says so.
[[nodiscard]] bool is_personal(const Exchange& exchange);

/// A span of time for people: "90 s", "15 min", "36 h", "7 days".
[[nodiscard]] std::string span_of_time(std::int64_t seconds);

}  // namespace wiretag::rules
