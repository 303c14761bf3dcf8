#include <algorithm>

#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/sightings.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-for-unknown-tag",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .summary = "304 names a tag that the client does not have",
    .spec = {"RFC 9110", "13.1.2, 15.4.5"},
    .absorbs = {"status-contradicts-prediction"},
};

bool differ_by_coding(const http::TagList& list, const http::EntityTag& tag) {
  return std::any_of(list.members.begin(), list.members.end(), [&](const auto& member) {
    return without_coding(member.tag->opaque) == without_coding(tag.opaque);
  });
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 304 || !http::selects(asked.method)) return;
  if (!asked.if_none_match || asked.is_templated(http::TemplatedField::IfNoneMatch)) return;
  const http::TagList& list = *asked.if_none_match;
  if (list.star || list.members.empty() || !list.valid()) return;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  if (!tag || matching_member(judged, *tag)) return;

  const Text place = response.fields.find(FieldName::ETag)->value();
  const bool coding = differ_by_coding(list, *tag);
  Report found =
      coding ? report.at(
                   place, judged,
                   "304 names {}, which differs from the client's tag only by the suffix of a "
                   "content coding: a cache may apply it to no stored copy. Keep one spelling on "
                   "both ways through the compressor",
                   quoted(place.view))
             : report.at(
                   place, judged,
                   "304 says \"keep what you have\" but names {}, which the client does not have: "
                   "a cache may apply it to no stored copy. Answer 200, or the tag that matched",
                   quoted(place.view));
  if (coding) found.at_most(Severity::Warning);
  found.related(judged.exchange.request.fields.find(FieldName::IfNoneMatch)->value(),
                "what the client has");
}

}  // namespace

extern constinit const Rule not_modified_for_unknown_tag{kInfo, &check};

}  // namespace wiretag::rules
