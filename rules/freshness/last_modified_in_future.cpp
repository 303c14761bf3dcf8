#include "http/fields/date.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "last-modified-in-future",
    .family = Family::Freshness,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "Last-Modified after Date",
    .spec = {"RFC 9110", "8.8.2.1"},
};

void check(const Judged& judged, Reporter& report) {
  const Response* response = whole_response(judged);
  if (!response) return;
  const Fields& fields = response->fields;
  if (policy_of(*response, http::cache::CacheKind::Private).no_store) return;
  if (fields.count(FieldName::Date) != 1 || fields.count(FieldName::LastModified) != 1) return;
  const Text modified_text = fields.find(FieldName::LastModified)->value();
  const Text sent_text = fields.find(FieldName::Date)->value();
  const auto modified = http::parse_http_date(modified_text.view);
  const auto sent = http::parse_http_date(sent_text.view);
  if (!modified || !sent) return;
  const std::int64_t ahead = modified->date.seconds - sent->date.seconds;
  if (ahead <= 1) return;
  report
      .at(modified_text, judged,
          "Last-Modified is {} after Date, which no origin may send: until then a change can look "
          "older than the copy and be answered 304. Send the earlier of file time and clock",
          span_of_time(ahead))
      .related(sent_text, "the message was made here");
}

}  // namespace

extern constinit const Rule last_modified_in_future{kInfo, &check};

}  // namespace wiretag::rules
