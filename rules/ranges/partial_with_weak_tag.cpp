#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "partial-with-weak-tag",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "A part carries a weak tag, so it cannot be joined to another",
    .spec = {"RFC 9110", "15.3.7.3"},
};

bool is_whole_file(const Response& response) {
  const auto part = part_of(response);
  return part && part->length && part->interval->size() == *part->length;
}

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 206) return;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  if (!tag || !tag->weak || may_have_strong_date(response)) return;

  const Text value = response.fields.find(FieldName::ETag)->value();
  Report found = report.at(
      value, judged,
      "206 with the weak tag {}: only parts that share a strong validator may be joined, so a "
      "download that breaks off cannot be resumed. Send a strong tag, or the whole body with 200",
      quoted(value.view));
  if (is_whole_file(response)) found.at_most(Severity::Info);
}

}  // namespace

extern constinit const Rule partial_with_weak_tag{kInfo, &check};

}  // namespace wiretag::rules
