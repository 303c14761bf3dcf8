#include "rules/conditions/date_values.h"
#include "rules/conditions/lines.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "single-value-field-repeated",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Several values in a field that takes one",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.3, 13.1.4, 13.1.5, 14.2"},
};

std::string_view effect(FieldName name) {
  if (name == FieldName::IfRange) return "it matches nothing, so the answer is 200";
  if (name == FieldName::Range) return "servers ignore all of them or read only one";
  return "servers ignore them all";
}

void check_field(const Judged& judged, FieldName name, Reporter& report) {
  const Fields& fields = judged.exchange.request.fields;
  const Field* first = fields.find(name);
  if (!first) return;
  if (name != FieldName::IfRange && lists_dates(first->value().view)) {
    report.at(first->value(), judged, "{} takes one value, and {} is several: {}. Keep one",
              http::to_string(name), quoted(first->value().view), effect(name));
    return;
  }
  if (fields.count(name) < 2 || judged.exchange.fragment) return;
  const Field* second = nullptr;
  for (const Field& field : fields.lines()) {
    if (field.id() == name && &field != first && !second) second = &field;
  }
  report
      .at(second->name(), judged, "{} stands here {} times and takes one value: {}. Keep one",
          http::to_string(name), fields.count(name), effect(name))
      .related(first->name(), "the first")
      .fix(remove_repeated(fields, name, "Keep the first line only"));
}

void check(const Judged& judged, Reporter& report) {
  for (const FieldName name : {FieldName::IfModifiedSince, FieldName::IfUnmodifiedSince,
                               FieldName::IfRange, FieldName::Range}) {
    check_field(judged, name, report);
  }
}

}  // namespace

extern constinit const Rule single_value_field_repeated{kInfo, &check};

}  // namespace wiretag::rules
