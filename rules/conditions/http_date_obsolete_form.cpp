#include "rules/conditions/date_values.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "http-date-obsolete-form",
    .family = Family::Conditions,
    .severity = Severity::Info,
    .tier = 3,
    .summary = "A date in one of the two obsolete forms",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "5.6.7"},
};

void check(const Judged& judged, Reporter& report) {
  for (const DateValue& value : date_values(judged)) {
    const auto parsed = http::parse_http_date(value.text.view, http::DateReader::Cache);
    if (!parsed || parsed->form == http::DateForm::ImfFixdate) continue;
    const std::string spelled = http::to_string(parsed->date);
    Report found = report.at(
        value.text, judged,
        "{} {} is in the {} form, which everybody reads and nobody may send any more. Write {}",
        http::to_string(value.field), quoted(value.text.view),
        parsed->form == http::DateForm::Rfc850 ? "RFC 850" : "asctime", spelled);
    if (value.editable) {
      found.fix(replace(value.text, spelled, "Write " + spelled, FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule http_date_obsolete_form{kInfo, &check};

}  // namespace wiretag::rules
