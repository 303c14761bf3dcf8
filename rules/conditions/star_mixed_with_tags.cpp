#include <algorithm>

#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "star-mixed-with-tags",
    .family = Family::Conditions,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A star beside tags in If-Match or If-None-Match",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.1, 13.1.2"},
    .absorbs = {"status-contradicts-prediction", "match-answered-200"},
};

std::string tags_of(const http::TagList& list) {
  std::string text;
  for (const http::TagListMember& member : list.members) {
    if (member.text == "*") continue;
    if (!text.empty()) text += ", ";
    text += member.text;
  }
  return text;
}

void check_field(const Judged& judged, FieldName name, Reporter& report) {
  const Fields& fields = judged.exchange.request.fields;
  const http::TagList list = http::parse_tag_list(fields.values(name));
  const auto star = std::find_if(list.members.begin(), list.members.end(),
                                 [](const auto& member) { return member.text == "*"; });
  if (star == list.members.end()) return;
  const std::string tags = tags_of(list);
  if (tags.empty()) return;
  Report found = report.at(place_of(fields, name, star->text), judged,
                           "`*` stands alone in {}: beside {} it is no legal value, and servers "
                           "differ in what they make of it. Keep the one or the other",
                           http::to_string(name), quoted(tags));
  if (fields.count(name) != 1) return;
  const Text value = fields.find(name)->value();
  found.fix(replace(value, tags, "Keep the tags", FixKind::Unsafe));
  found.fix(replace(value, "*", "Keep *", FixKind::Unsafe));
}

void check(const Judged& judged, Reporter& report) {
  for (const FieldName name : {FieldName::IfMatch, FieldName::IfNoneMatch}) {
    if (judged.exchange.fragment && judged.exchange.request.fields.count(name) > 1) continue;
    check_field(judged, name, report);
  }
}

}  // namespace

extern constinit const Rule star_mixed_with_tags{kInfo, &check};

}  // namespace wiretag::rules
