#include "http/conditions.h"
#include "http/fields/text.h"
#include "rules/evidence.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "weak-tag-on-static-bytes",
    .family = Family::Tags,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "A weak tag on a file that is offered for resuming",
    .spec = {"RFC 9110", "8.8.1, 13.1.5"},
};

/// Below this a broken download is as well started again.
constexpr std::uint64_t kWorthResuming = 65'536;

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || !http::selects(judged.exchange.request.method)) return;
  if (judged.recorded() != 200) return;
  const Response& response = *judged.exchange.response;
  const Fields& fields = response.fields;
  const auto tag = etag_of(response);
  if (!tag || !tag->weak || encoded(response)) return;
  if (!http::equal_ignoring_case(fields.value(FieldName::AcceptRanges), "bytes")) return;
  if (!opaque_media_type(fields.value(FieldName::ContentType))) return;
  if (content_size(response).value_or(0) < kWorthResuming) return;

  const Text value = fields.find(FieldName::ETag)->value();
  report
      .at(value, judged,
          "{} is good for 304, but If-Range needs a strong tag: a broken download of these {} "
          "starts "
          "over with 200. Where equal tags mean equal bytes, leave out W/",
          quoted(value.view), bytes(*content_size(response)))
      .related(fields.find(FieldName::AcceptRanges)->value(), "ranges are offered");
}

}  // namespace

extern constinit const Rule weak_tag_on_static_bytes{kInfo, &check};

}  // namespace wiretag::rules
