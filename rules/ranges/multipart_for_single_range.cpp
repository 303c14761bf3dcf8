#include "rules/ranges/range_evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "multipart-for-single-range",
    .family = Family::Ranges,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "One range is answered with a multipart message",
    .spec = {"RFC 9110", "15.3.7.2"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 206 || !judged.conditions.range) return;
  const http::RangeField& range = *judged.conditions.range;
  const Response& response = *judged.exchange.response;
  if (range.kind != http::RangeKind::Bytes || range.specs.size() != 1 || !is_multipart(response)) {
    return;
  }
  const Text asked = judged.exchange.request.fields.find(FieldName::Range)->value();
  report
      .at(response.fields.find(FieldName::ContentType)->value(), judged,
          "Range {} asks for one part, and multipart/byteranges is not allowed for one: a client "
          "that asks for one part need not understand it. Send the part itself with Content-Range",
          quoted(asked.view))
      .related(asked, "one range");
}

}  // namespace

extern constinit const Rule multipart_for_single_range{kInfo, &check};

}  // namespace wiretag::rules
