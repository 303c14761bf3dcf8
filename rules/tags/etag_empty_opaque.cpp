#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-empty-opaque",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "The tag of content is empty",
    .spec = {"RFC 9110", "8.8.3"},
    .absorbs = {"etag-stable-content-changed"},
};

void check(const Judged& judged, Reporter& report) {
  if (judged.recorded() != 200 && judged.recorded() != 206) return;
  const Response& response = *judged.exchange.response;
  const auto tag = etag_of(response);
  if (!tag || !tag->opaque.empty() || content_size(response).value_or(0) == 0) return;
  const Text value = response.fields.find(FieldName::ETag)->value();
  report.at(value, judged,
            "{} is legal, but it is the tag of every version: a client that holds it gets 304 "
            "whatever changed. Derive the tag from the content, or send none",
            quoted(value.view));
}

}  // namespace

extern constinit const Rule etag_empty_opaque{kInfo, &check};

}  // namespace wiretag::rules
