#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/status/stored_copy.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-content-length",
    .family = Family::Status,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Content-Length of a 304 is not that of the 200",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "8.6"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 304) return;
  const Response& response = *judged.exchange.response;
  const Field* own = response.fields.find(FieldName::ContentLength);
  if (!own || !content_size(response) || has_content(response)) return;
  const StoredCopy stored = stored_copy(judged);
  if (!stored.answer) return;
  const Fields& before = stored.answer->exchange.response->fields;
  const auto length = representation_length(stored.answer->exchange);
  if (!length || *length == *content_size(response)) return;
  if (before.value(FieldName::ContentEncoding) !=
          response.fields.value(FieldName::ContentEncoding) &&
      response.fields.has(FieldName::ContentEncoding)) {
    return;
  }

  Report found = report.at(own->value(), judged,
                           "On 304 Content-Length is the length that the 200 has, {}, not {}: a "
                           "cache may drop its copy as incomplete. Leave the field out",
                           *length, quoted(own->value().view));
  found.resting_on(stored.confidence);
  found.related(before.find(FieldName::ContentLength)->value(), "the length of the 200");
  if (may_edit_response(judged.exchange)) {
    found.fix(remove_fields(response.fields, {FieldName::ContentLength}, "Remove Content-Length",
                            FixKind::Safe));
  }
}

}  // namespace

extern constinit const Rule not_modified_content_length{kInfo, &check};

}  // namespace wiretag::rules
