#include "rules/status/stored_copy.h"

#include "http/fields/date.h"
#include "rules/evidence.h"

namespace wiretag::rules {
namespace {

using http::Confidence;
using http::FieldName;

constexpr std::size_t kReach = 64;

std::optional<http::HttpDate> last_modified(const Response& response) {
  if (response.fields.count(FieldName::LastModified) != 1) return std::nullopt;
  const auto parsed = http::parse_http_date(response.fields.value(FieldName::LastModified));
  if (!parsed) return std::nullopt;
  return parsed->date;
}

Confidence confirms(const Judged& not_modified, const Judged& earlier) {
  const auto tag = etag_of(*earlier.exchange.response);
  const auto& asked = not_modified.conditions;
  if (const auto own = etag_of(*not_modified.exchange.response)) {
    return tag && http::weak_match(*tag, *own) ? Confidence::Certain : Confidence::Unknown;
  }
  if (asked.if_none_match) {
    return tag && matching_member(not_modified, *tag) ? Confidence::Certain : Confidence::Unknown;
  }
  const auto& since = asked.if_modified_since;
  const auto date = last_modified(*earlier.exchange.response);
  if (!since || !since->date || !date || since->date->date != *date) return Confidence::Unknown;
  const bool written = written_between(not_modified.resource, earlier.index, not_modified.index);
  return written ? Confidence::Unknown : Confidence::Likely;
}

}  // namespace

StoredCopy stored_copy(const Judged& not_modified) {
  const auto& all = not_modified.resource.exchanges;
  const std::size_t last = not_modified.index > kReach ? not_modified.index - kReach : 0;
  for (std::size_t i = not_modified.index; i-- > last;) {
    const Judged& other = all[i];
    if (other.recorded() != 200 || other.exchange.request.method != http::Method::Get) continue;
    if (other.variant != not_modified.variant) continue;
    if (different_nodes(other.node, not_modified.node)) continue;
    const Confidence confidence = confirms(not_modified, other);
    if (confidence != Confidence::Unknown) return {&other, confidence};
  }
  return {};
}

bool is_whole_head(const Response& response) {
  return !response.fields.elided() && response.fields.has(FieldName::Date);
}

}  // namespace wiretag::rules
