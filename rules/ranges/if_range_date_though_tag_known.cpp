#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-date-though-tag-known",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "If-Range names a date although the client has a strong tag",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.5"},
};

/// The date is the one that came with the tag: both name the same version.
bool came_together(const Response& response, http::HttpDate date) {
  const auto modified = http::parse_http_date(response.fields.value(FieldName::LastModified));
  return modified && modified->date == date;
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || asked.method != http::Method::Get || !asked.range) return;
  if (!asked.if_range || !asked.if_range->date) return;
  const StrongValidator earlier = earlier_validator(judged);
  if (!earlier.from || !earlier.text.placed()) return;
  const Response& response = *earlier.from->exchange.response;
  if (!etag_of(response) || !came_together(response, asked.if_range->date->date)) return;

  const Text value = judged.exchange.request.fields.find(FieldName::IfRange)->value();
  report
      .at(value, judged,
          "If-Range takes a date only where no tag is known, and this one came with {}: a file "
          "changed twice in one second is taken for the same. Send the tag",
          quoted(earlier.text.view))
      .related(earlier.text, "the tag that the client has")
      .fix(replace(value, std::string(earlier.text.view),
                   fmt::format("Use the tag {}", earlier.text.view), FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule if_range_date_though_tag_known{kInfo, &check};

}  // namespace wiretag::rules
