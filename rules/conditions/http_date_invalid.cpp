#include "rules/conditions/date_values.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "http-date-invalid",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .summary = "A date in none of the three forms that HTTP knows",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "5.6.7"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

std::string_view effect(FieldName name, const Judged& judged) {
  const bool reads = judged.asked() && http::selects(judged.conditions.method);
  switch (name) {
    case FieldName::IfModifiedSince:
      return reads && !judged.conditions.if_none_match
                 ? "servers ignore it and answer 200 with everything"
                 : "servers ignore it";
    case FieldName::IfUnmodifiedSince: return "servers ignore it, so it guards nothing";
    case FieldName::IfRange: return "it matches nothing, so the answer is 200 with the whole body";
    case FieldName::LastModified: return "no cache can revalidate with it";
    case FieldName::Expires: return "caches count the response as expired";
    case FieldName::RetryAfter: return "clients cannot tell when to come back";
    default: return "caches cannot tell the age of the response";
  }
}

bool is_request_condition(FieldName name) {
  return name == FieldName::IfModifiedSince || name == FieldName::IfUnmodifiedSince ||
         name == FieldName::IfRange;
}

/// Servers tell letter case apart in dates, caches are asked not to.
http::DateReader reader_of(FieldName name) {
  return is_request_condition(name) ? http::DateReader::Origin : http::DateReader::Cache;
}

/// A moment that was over when the response was made: counting as expired is what was meant.
bool is_meant_to_be_over(const DateValue& value, const std::optional<Meant>& meant,
                         const Judged& judged) {
  if (value.field != FieldName::Expires || !meant || !judged.exchange.response) return false;
  const auto now = http::parse_http_date(judged.exchange.response->fields.value(FieldName::Date),
                                         http::DateReader::Cache);
  return now && meant->date <= now->date;
}

std::string model(FieldName name) {
  return name == FieldName::RetryAfter ? "seconds, or a date like Sun, 06 Nov 1994 08:49:37 GMT"
                                       : "like Sun, 06 Nov 1994 08:49:37 GMT";
}

void check(const Judged& judged, Reporter& report) {
  for (const DateValue& value : date_values(judged)) {
    const std::string_view text = value.text.view;
    if (http::parse_http_date(text, reader_of(value.field))) continue;
    const bool list = lists_dates(text);
    if (list && value.field != FieldName::IfRange && is_request_condition(value.field)) continue;
    const auto meant = list ? std::nullopt : meant_date(text);
    const std::string spelled = meant ? http::to_string(meant->date) : model(value.field);
    Report found =
        report.at(value.text, judged, "{} {} is no HTTP-date: {}. Write {}",
                  http::to_string(value.field), quoted(text), effect(value.field, judged), spelled);
    if (is_meant_to_be_over(value, meant, judged)) found.at_most(Severity::Info);
    if (meant && value.editable) {
      found.fix(replace(value.text, spelled, "Write " + spelled,
                        meant->sure ? FixKind::Safe : FixKind::Unsafe));
    }
  }
}

}  // namespace

extern constinit const Rule http_date_invalid{kInfo, &check};

}  // namespace wiretag::rules
