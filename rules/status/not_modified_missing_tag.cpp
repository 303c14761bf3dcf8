#include "rules/conditions/lines.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/status/stored_copy.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "not-modified-missing-tag",
    .family = Family::Status,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "304 without the ETag that the 200 has",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "15.4.5"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 304) return;
  const Response& response = *judged.exchange.response;
  if (response.fields.has(FieldName::ETag) || !is_whole_head(response)) return;
  const StoredCopy stored = stored_copy(judged);
  if (!stored.answer) return;
  const auto tag = etag_of(*stored.answer->exchange.response);
  if (!tag) return;

  const Text place = stored.answer->exchange.response->fields.find(FieldName::ETag)->value();
  Report found =
      report.at(response.status_text, judged,
                "304 repeats the ETag that a 200 has, here {}; this one has none, so a cache with "
                "several copies cannot tell which one is meant. Send ETag on 304 too",
                quoted(place.view));
  found.resting_on(stored.confidence);
  found.related(place, "the tag of the 200");
  if (may_edit_response(judged.exchange)) {
    found.fix(add_line(response, "ETag: " + http::to_string(*tag), "Add the ETag"));
  }
}

}  // namespace

extern constinit const Rule not_modified_missing_tag{kInfo, &check};

}  // namespace wiretag::rules
