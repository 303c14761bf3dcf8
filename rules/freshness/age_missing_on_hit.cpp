#include <algorithm>

#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "age-missing-on-hit",
    .family = Family::Freshness,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A stored answer that does not state its age",
    .spec = {"RFC 9111", "4, 5.1"},
};

/// A member of Cache-Status with the parameter `hit` (RFC 9211 2.1).
bool names_hit(std::string_view value) {
  for (std::size_t at = value.find(';'); at != std::string_view::npos;
       at = value.find(';', at + 1)) {
    const std::string_view rest = http::trim_blanks(value.substr(at + 1));
    const std::string_view key = rest.substr(0, rest.find_first_of(" \t;,="));
    if (key == "hit" && !rest.substr(key.size()).starts_with("=?0")) return true;
  }
  return false;
}

/// An HTTP cache says that it answered from its store. A bare `X-Cache: HIT` may speak of an
/// application's own cache, which is none.
bool marks_hit(const Field& field) {
  const std::string_view value = field.value().view;
  switch (field.id()) {
    case FieldName::CacheStatus: return names_hit(value);
    case FieldName::CFCacheStatus: return http::equal_ignoring_case(value, "HIT");
    case FieldName::XCache: return http::equal_ignoring_case(value, "Hit from cloudfront");
    default: return false;
  }
}

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response || !is_complete_head(*response) || response->fields.has(FieldName::Age)) return;
  const auto& lines = response->fields.lines();
  const auto mark = std::ranges::find_if(lines, marks_hit);
  if (mark == lines.end()) return;
  Report found = report.at(
      mark->value(), judged,
      "{}: {} says that the answer comes from a store, but no Age says for how long it lay "
      "there, so the next cache takes it for new. Let Age through",
      mark->name().view, quoted(mark->value().view));
  // Some settings of these CDNs take Age out on purpose.
  if (mark->id() != FieldName::CacheStatus) found.at_most(Severity::Hint);
}

}  // namespace

extern constinit const Rule age_missing_on_hit{kInfo, &check};

}  // namespace wiretag::rules
