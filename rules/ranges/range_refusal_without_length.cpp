#include "http/fields/text.h"
#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "range-refusal-without-length",
    .family = Family::Ranges,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "416 does not tell the size of the file",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "14.4, 15.5.17"},
};

bool of_bytes(std::string_view content_range) {
  return content_range.size() > 5 && http::equal_ignoring_case(content_range.substr(0, 5), "bytes");
}

/// What a known length makes of the field; empty where it is not known for certain.
std::string right_value(const Judged& judged) {
  const auto& length = judged.state().length;
  const bool certain = length.confidence == http::Confidence::Certain && length.value;
  return certain ? fmt::format("bytes */{}", *length.value) : std::string();
}

void check_value(const Judged& judged, const Field& field, Reporter& report) {
  const Text value = field.value();
  if (!of_bytes(value.view) || http::is_placeholder(value.view)) return;
  const auto range = http::parse_content_range(value.view);
  if (range && !range->interval) return;

  const std::string right =
      range && range->length ? fmt::format("bytes */{}", *range->length) : right_value(judged);
  Report found = report.at(
      value, judged,
      "416 carries no part, so {} says nothing. What belongs there is the size of the file, {}, so "
      "that a client can stop or start again",
      quoted(value.view), right.empty() ? "bytes */ and the length" : right);
  if (!right.empty() && may_edit_response(judged.exchange)) {
    found.fix(replace(value, right, fmt::format("Say {}", right), FixKind::Unsafe));
  }
}

void check_absence(const Judged& judged, const Response& response, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || !asked.range || asked.range->kind != http::RangeKind::Bytes) return;
  if (asked.method != http::Method::Get || response.fields.elided()) return;

  const std::string right = right_value(judged);
  Report found = report.at(response.status_text, judged,
                           "416 without Content-Range: the client cannot tell whether it has "
                           "everything or the file shrank. Send Content-Range: {}",
                           right.empty() ? "bytes */ and the length" : right);
  if (!looks_complete(response)) found.at_most(Severity::Info);
  if (!right.empty() && may_edit_response(judged.exchange) && !response.fields.empty()) {
    found.fix(insert_behind(response.fields.lines().back(), fmt::format("Content-Range: {}", right),
                            fmt::format("Add Content-Range: {}", right)));
  }
}

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 416) return;
  const Response& response = *judged.exchange.response;
  const Field* field = response.fields.find(FieldName::ContentRange);
  if (field) {
    check_value(judged, *field, report);
  } else {
    check_absence(judged, response, report);
  }
}

}  // namespace

extern constinit const Rule range_refusal_without_length{kInfo, &check};

}  // namespace wiretag::rules
