#include "http/fields/cache_control.h"
#include "http/fields/date.h"
#include "rules/reporter.h"
#include "rules/tags/tag_shapes.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "epoch-last-modified",
    .family = Family::Tags,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Last-Modified is a normalised file time, the same for every version",
    .spec = {"RFC 9110", "8.8.2; RFC 9111 4.2.2"},
};

/// 1980-01-01T00:00:01Z; ZIP archives know no earlier time.
constexpr http::HttpDate kNormalised{315'532'801};

struct Freshness {
  bool stated = false;
  bool checked_always = false;  ///< the old date is there to forbid reuse, as scripts do
  bool kept = true;
};

Freshness freshness(const Fields& fields) {
  const http::CacheControl cc = http::parse_cache_control(fields.values(FieldName::CacheControl));
  const http::Directive* age = cc.find("max-age");
  Freshness found;
  found.kept = !cc.has("no-store");
  found.stated = age || cc.has("s-maxage") || fields.has(FieldName::Expires);
  found.checked_always =
      cc.has("no-cache") ||
      http::parse_cache_control(fields.values(FieldName::Pragma)).has("no-cache") ||
      (age && http::parse_delta_seconds(age->value.value_or("")).value_or(0) == 0);
  return found;
}

void check(const Judged& judged, Reporter& report) {
  if (judged.exchange.fragment || (judged.recorded() != 200 && judged.recorded() != 206)) return;
  if (judged.asked() && !http::selects(judged.exchange.request.method)) return;
  const Response& response = *judged.exchange.response;
  const Field* field = response.fields.find(FieldName::LastModified);
  if (!field) return;
  const auto date = http::parse_http_date(field->value().view);
  if (!date || date->date > kNormalised) return;
  const Freshness fresh = freshness(response.fields);
  if (!fresh.kept) return;

  const auto tag = file_tag(response);
  const bool in_tag = tag && tag->time == date->date.seconds;
  const std::string_view harm = in_tag ? ", and one by the tag made of it while the size stays"
                                : fresh.stated || fresh.checked_always
                                    ? ""
                                    : ", and caches keep a copy for years (a tenth of that age)";
  Report found = report.at(field->value(), judged,
                           "{} is the date of every version, so a check by date always gets 304{}. "
                           "Send {}",
                           quoted(field->value().view), harm,
                           in_tag ? "a tag made of the content, without this date"
                                  : "the time of the change, or no Last-Modified");
  if ((response.fields.has(FieldName::ETag) && !in_tag) || fresh.checked_always) {
    found.at_most(Severity::Info);
  }
}

}  // namespace

extern constinit const Rule epoch_last_modified{kInfo, &check};

}  // namespace wiretag::rules
