#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "http/conditions.h"
#include "http/fields/cache_control.h"
#include "http/fields/date.h"
#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"
#include "rules/variants/sharing.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "set-cookie-shared-cacheable",
    .family = Family::Privacy,
    .severity = Severity::Error,
    .summary = "A cookie that shared caches may replay to other users",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "3, 7.3"},
};

enum class CookieKind : std::uint8_t {
  Harmless,  ///< deleted, the same for everybody, or set by the edge behind its cache
  Other,
  Session,
};

struct Cookie {
  const Field* field = nullptr;
  std::string_view name;
  CookieKind kind = CookieKind::Harmless;
};

template <std::size_t N>
bool holds_any(std::string_view text, const std::array<std::string_view, N>& parts) {
  return std::ranges::any_of(
      parts, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

/// `sid`, `connect.sid`, `user_token`: the words that a name ends in or is made of.
bool names_a_session(std::string_view name) {
  constexpr std::array<std::string_view, 10> kParts = {
      "sess", "auth", "token", "jwt", "login", "csrf", "xsrf", "remember", "identity", "passport"};
  return holds_any(name, kParts) || name == "sid" || name.ends_with(".sid") ||
         name.ends_with("_sid") || name.ends_with("-sid") || name.ends_with("ssid");
}

bool is_harmless_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> kConsent = {"consent",   "gdpr",          "optanon",
                                                        "cookieyes", "cookie_notice", "abtest",
                                                        "ab_test",   "experiment",    "optimizely"};
  constexpr std::array<std::string_view, 15> kEdge = {
      "__cf",      "_cfuvid",     "cf_clearance", "awsalb",  "arraffinity",
      "incap_ses", "visid_incap", "nlbi_",        "ak_bmsc", "bm_s",
      "_abck",     "bigipserver", "datadome",     "gclb",    "serverid"};
  return holds_any(name, kConsent) || name.starts_with("ab_") || name.ends_with("_ab") ||
         std::ranges::any_of(kEdge, [&](std::string_view edge) { return name.starts_with(edge); });
}

/// Calls `look` with name and value of each attribute behind the cookie itself.
template <typename Look>
void each_attribute(std::string_view value, Look look) {
  std::size_t at = value.find(';');
  while (at != std::string_view::npos) {
    value.remove_prefix(at + 1);
    at = value.find(';');
    const std::string_view one = http::trim_blanks(value.substr(0, at));
    const std::size_t equals = std::min(one.find('='), one.size());
    look(http::lowered(http::trim_blanks(one.substr(0, equals))),
         http::trim_blanks(one.substr(std::min(equals + 1, one.size()))));
  }
}

struct Attributes {
  bool http_only = false;
  bool deletes = false;
};

Attributes attributes_of(std::string_view value, std::optional<http::ParsedDate> now) {
  constexpr std::int64_t kLongAgo = 1'262'304'000;  // 2010
  Attributes found;
  each_attribute(value, [&](const std::string& name, std::string_view argument) {
    if (name == "httponly") found.http_only = true;
    if (name == "max-age") found.deletes |= argument == "0" || argument.starts_with('-');
    if (name != "expires") return;
    std::string spelled(argument);
    for (std::size_t i = 0; i < spelled.size(); ++i) {
      if (spelled[i] == '-') spelled[i] = ' ';
    }
    const auto date = http::parse_http_date(spelled, http::DateReader::Cache);
    found.deletes |= date && date->date.seconds <= (now ? now->date.seconds : kLongAgo);
  });
  return found;
}

/// The value is one of a few, not made for one user.
bool is_a_switch(std::string_view content) {
  constexpr std::array<std::string_view, 8> kSwitches = {"1",    "0",     "yes", "no",
                                                         "true", "false", "on",  "off"};
  return std::ranges::any_of(
      kSwitches, [&](std::string_view one) { return http::equal_ignoring_case(one, content); });
}

bool is_harmless(std::string_view name, std::string_view content) {
  return content.empty() || content == "\"\"" || content == "deleted" || is_harmless_name(name) ||
         (is_a_switch(content) && !names_a_session(name));
}

/// From the store of a cache: its edge may have added the cookie on the way out.
bool has_lain_in_a_cache(const Response& response) {
  const auto age = http::parse_delta_seconds(response.fields.value(FieldName::Age));
  return age && *age > 0;
}

CookieKind kind_of(std::string_view name, std::string_view value, const Response& response) {
  const std::string folded = http::lowered(name);
  const auto now = http::parse_http_date(response.fields.value(FieldName::Date));
  const Attributes attributes = attributes_of(value, now);
  const std::string_view pair = value.substr(0, value.find(';'));
  const std::string_view content = http::trim_blanks(pair.substr(pair.find('=') + 1));
  if (attributes.deletes || is_harmless(folded, content)) return CookieKind::Harmless;
  if (names_a_session(folded)) return CookieKind::Session;
  return attributes.http_only && !has_lain_in_a_cache(response) ? CookieKind::Session
                                                                : CookieKind::Other;
}

/// The cookie that does most harm; without field where there is none.
Cookie gravest(const Response& response) {
  Cookie worst;
  for (const Field& field : response.fields.lines()) {
    if (field.id() != FieldName::SetCookie) continue;
    const std::string_view value = field.value().view;
    const std::size_t equals = value.find('=');
    if (equals == std::string_view::npos || equals == 0 || value.find(';') < equals) continue;
    const std::string_view name = http::trim_blanks(value.substr(0, equals));
    if (http::is_placeholder(name)) continue;
    const CookieKind kind = kind_of(name, value, response);
    if (!worst.field || kind > worst.kind) worst = {&field, name, kind};
  }
  return worst;
}

/// `no-cache="Set-Cookie"` or the like: the cookie is not replayed without asking.
bool holds_cookies_back(const Response& response) {
  const auto all = response_directives(response);
  return std::ranges::any_of(all, [](const PlacedDirective& one) {
    return (one.is("no-cache") || one.is("private")) && one.directive.value &&
           http::lowered(*one.directive.value).find("set-cookie") != std::string::npos;
  });
}

std::string_view harm(CookieKind kind) {
  switch (kind) {
    case CookieKind::Session: return "and share one session";
    case CookieKind::Other: return "with the value made for one of them";
    case CookieKind::Harmless: break;
  }
  return "too, which may be intended";
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response) return;
  const Response& response = *judged.exchange.response;
  const Cookie cookie = gravest(response);
  if (!cookie.field || holds_cookies_back(response)) return;
  const auto shared = stated_sharing(judged);
  if (!shared) return;
  Report found =
      report.at(cookie.field->value().part(cookie.name), judged,
                "{} lets a shared cache keep this Set-Cookie and replay it: other users get {} {}. "
                "Cookies do not stop caching; say private, or set it on an answer of its own",
                shared->words, quoted(cookie.name), harm(cookie.kind));
  found.related(shared->place, "this allows it");
  if (!judged.asked()) found.resting_on(http::Confidence::Likely);
  if (cookie.kind == CookieKind::Other) found.at_most(Severity::Warning);
  if (cookie.kind == CookieKind::Harmless) found.at_most(Severity::Info);
  if (may_edit_response(judged.exchange)) found.fix(make_private(response));
}

}  // namespace

extern constinit const Rule set_cookie_shared_cacheable{kInfo, &check};

}  // namespace wiretag::rules
