#include <algorithm>

#include "http/fields/cache_control.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/status/stored_copy.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-rewrites-metadata",
    .family = Family::Status,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "304 changes a field that belongs to the stored content",
    .spec = {"RFC 9111", "3.2, 4.3.4"},
};

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!http::is_blank(c) && c != '"') out += http::lower(c);
  }
  return out;
}

/// A type without parameters says nothing against one with them.
bool same_type(std::string_view a, std::string_view b) {
  const std::string x = folded(a);
  const std::string y = folded(b);
  if (x.find(';') == std::string::npos || y.find(';') == std::string::npos) {
    return x.substr(0, x.find(';')) == y.substr(0, y.find(';'));
  }
  return x == y;
}

/// The first nonce of a policy.
std::string_view nonce_of(std::string_view policy) {
  const std::size_t at = policy.find("'nonce-");
  if (at == std::string_view::npos) return {};
  return policy.substr(at, policy.find('\'', at + 1) + 1 - at);
}

struct Audience {
  bool shared = false;
  bool own = false;
};

Audience audience_of(const Fields& fields) {
  const auto control = http::parse_cache_control(fields.values(FieldName::CacheControl));
  const http::Directive* only = control.find("private");
  return {control.has("public"), only && !only->value};
}

void check_type(const Fields& before, const Judged& judged, const StoredCopy& stored,
                Reporter& report) {
  const Field* old = before.find(FieldName::ContentType);
  const Field* now = judged.exchange.response->fields.find(FieldName::ContentType);
  if (!old || !now || same_type(old->value().view, now->value().view)) return;
  if (http::is_placeholder(old->value().view) || http::is_placeholder(now->value().view)) return;
  report
      .at(now->value(), judged,
          "304 keeps the stored content, which came as {}; caches that take over its fields then "
          "serve it as {}. Leave Content-Type out of 304",
          quoted(old->value().view), quoted(now->value().view))
      .resting_on(stored.confidence)
      .related(old->value(), "the type of the stored content");
}

void check_nonce(const Fields& before, const Judged& judged, const StoredCopy& stored,
                 Reporter& report) {
  const Field* old = before.find("Content-Security-Policy");
  const Field* now = judged.exchange.response->fields.find("Content-Security-Policy");
  if (!old || !now) return;
  const std::string_view carried = nonce_of(old->value().view);
  const std::string_view sent = nonce_of(now->value().view);
  if (carried.empty() || sent.empty() || carried == sent || http::is_placeholder(sent)) return;
  if (http::is_placeholder(carried)) return;
  report
      .at(now->value().part(sent), judged,
          "304 brings the nonce {} while the stored page keeps the old one in its scripts: "
          "browsers "
          "that take over the policy block them. Leave the policy out of 304",
          quoted(sent))
      .resting_on(stored.confidence)
      .related(old->value().part(carried), "the nonce in the stored page");
}

void check_audience(const Fields& before, const Judged& judged, const StoredCopy& stored,
                    Reporter& report) {
  const Audience old = audience_of(before);
  const Audience now = audience_of(judged.exchange.response->fields);
  const bool opened = old.own && !old.shared && now.shared && !now.own;
  const bool closed = old.shared && !old.own && now.own && !now.shared;
  if (!opened && !closed) return;
  const Field* field = judged.exchange.response->fields.find(FieldName::CacheControl);
  report
      .at(field->value(), judged,
          "The 200 is {} and its 304 {}: the fields of 304 replace the stored ones, so {}. Send "
          "the "
          "same Cache-Control on both",
          opened ? "private" : "public", opened ? "public" : "private",
          opened ? "one user's copy becomes everybody's" : "shared caches keep what they may not")
      .resting_on(stored.confidence)
      .related(before.find(FieldName::CacheControl)->value(), "on the 200");
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 304) return;
  const StoredCopy stored = stored_copy(judged);
  if (!stored.answer) return;
  const Fields& before = stored.answer->exchange.response->fields;
  check_type(before, judged, stored, report);
  check_nonce(before, judged, stored, report);
  check_audience(before, judged, stored, report);
}

}  // namespace

extern constinit const Rule not_modified_rewrites_metadata{kInfo, &check};

}  // namespace wiretag::rules
