#include "http/fields/cache_control.h"
#include "rules/conditions/lines.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "missed-revalidation",
    .family = Family::Conditions,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "The same version is fetched again without a cache check",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9111", "4.3.1"},
};

bool may_be_kept(const Response& response) {
  return !http::parse_cache_control(response.fields.values(FieldName::CacheControl))
              .has("no-store") &&
         response.fields.value(FieldName::Vary) != "*";
}

bool is_plain_fetch(const Judged& judged) {
  const Request& request = judged.exchange.request;
  // Of a request that a browser made nobody can change the head.
  if (judged.exchange.medium == Medium::Har) return false;
  return request.method == http::Method::Get && judged.recorded() == 200 &&
         !judged.conditions.conditional() && !request.fields.elided() && !asks_to_reload(request);
}

bool same_client(const Sighting& a, const Sighting& b) {
  return a.audience == b.audience &&
         a.judged->exchange.request.fields.value(FieldName::UserAgent) ==
             b.judged->exchange.request.fields.value(FieldName::UserAgent);
}

std::string saved(const Response& response) {
  const auto size = content_size(response);
  return size && *size > 0 ? fmt::format("a head instead of {}", bytes(*size)) : "a head only";
}

/// What the client had when it asked again.
const Sighting* copy_of(const std::vector<Sighting>& seen, std::size_t index) {
  for (std::size_t i = index; i-- > 0;) {
    if (same_client(seen[i], seen[index])) return &seen[i];
  }
  return nullptr;
}

bool is_same_version(const Sighting& copy, const Sighting& again) {
  return copy.in_response && copy.tag == again.tag && copy.judged->recorded() == 200 &&
         compare(content_of(copy.judged->exchange), content_of(again.judged->exchange)) !=
             Sameness::Different;
}

/// One finding for a URL, at the first fetch too many.
void check(const Resource& resource, Reporter& report) {
  if (resource.exchanges.size() < 2) return;
  const std::vector<Sighting> seen = sightings(resource);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const Sighting& again = seen[i];
    if (!again.in_response || !is_plain_fetch(*again.judged)) continue;
    const Sighting* copy = copy_of(seen, i);
    if (!copy || !is_same_version(*copy, again)) continue;
    if (!may_be_kept(*copy->judged->exchange.response)) continue;
    const std::string tag = http::to_string(again.tag);
    const Exchange& exchange = again.judged->exchange;
    report
        .at(exchange.request.target_text, *again.judged,
            "{} was fetched before: with If-None-Match: {} this is a 304, {}", quoted(tag),
            quoted(tag), saved(*exchange.response))
        .related(copy->place, "fetched here")
        .fix(add_line(exchange.request, "If-None-Match: " + tag, "Ask with If-None-Match"));
    return;
  }
}

}  // namespace

extern constinit const Rule missed_revalidation{kInfo, &check};

}  // namespace wiretag::rules
