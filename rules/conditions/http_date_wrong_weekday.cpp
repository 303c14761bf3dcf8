#include "rules/conditions/date_values.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "http-date-wrong-weekday",
    .family = Family::Conditions,
    .severity = Severity::Hint,
    .tier = 3,
    .summary = "The day name of a date is not that of the date",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "5.6.7"},
};

void check(const Judged& judged, Reporter& report) {
  for (const DateValue& value : date_values(judged)) {
    const auto parsed = http::parse_http_date(value.text.view, http::DateReader::Cache);
    if (!parsed || parsed->weekday_fits || parsed->form != http::DateForm::ImfFixdate) continue;
    const std::string spelled = http::to_string(parsed->date);
    const Text day = value.text.part(value.text.view.substr(0, 3));
    const std::string right = spelled.substr(0, 3);
    Report found =
        report.at(day, judged, "{} is a {}, not a {}: strict parsers reject the whole field",
                  spelled.substr(5, 11), right, quoted(day.view));
    if (value.editable) {
      found.fix(replace(day, right, "Write " + right, FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule http_date_wrong_weekday{kInfo, &check};

}  // namespace wiretag::rules
