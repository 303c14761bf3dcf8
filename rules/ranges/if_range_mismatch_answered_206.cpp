#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "if-range-mismatch-answered-206",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "A part of another version is sent than the one If-Range names",
    .spec = {"RFC 9110", "13.1.5"},
    .absorbs = {"status-contradicts-prediction", "partial-with-weak-tag"},
};

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || judged.recorded() != 206 || asked.method != http::Method::Get) return;
  if (!asked.range || !asked.if_range || !asked.if_range->tag || asked.if_range->tag->weak) return;
  const Response& response = *judged.exchange.response;
  const auto sent = etag_of(response);
  if (!sent || sent->opaque == asked.if_range->tag->opaque) return;

  const Text wanted = judged.exchange.request.fields.find(FieldName::IfRange)->value();
  const Text tag = response.fields.find(FieldName::ETag)->value();
  report
      .at(response.status_text, judged,
          "If-Range asks for the rest of {}, and this 206 is a slice of {}: joined to what the "
          "client has, the file is corrupt. Where If-Range does not match, the answer is 200 with "
          "the whole body",
          quoted(wanted.view), quoted(tag.view))
      .related(wanted, "the version that the client has")
      .related(tag, "the version that was sent");
}

}  // namespace

extern constinit const Rule if_range_mismatch_answered_206{kInfo, &check};

}  // namespace wiretag::rules
