#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "multipart-with-top-level-content-range",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A multipart 206 has Content-Range in its head",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.3.7.2"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 206) return;
  const Response& response = *judged.exchange.response;
  const Field* field = response.fields.find(FieldName::ContentRange);
  if (!field || !is_multipart(response)) return;
  Report found = report.at(
      field->value(), judged,
      "Content-Range {} stands in the head of a multipart 206, where each part carries its own: a "
      "client may take the whole multipart text for these bytes. Leave it out of the head",
      quoted(field->value().view));
  if (may_edit_response(judged.exchange)) {
    found.fix(remove_fields(response.fields, {FieldName::ContentRange},
                            "Remove Content-Range from the head"));
  }
}

}  // namespace

extern constinit const Rule multipart_with_top_level_content_range{kInfo, &check};

}  // namespace wiretag::rules
