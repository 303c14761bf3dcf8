#include <algorithm>
#include <array>

#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "condition-on-method-without-selection",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A precondition on OPTIONS, TRACE or CONNECT",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "13.2.1"},
};

constexpr std::array<FieldName, 4> kPreconditions = {FieldName::IfMatch, FieldName::IfNoneMatch,
                                                     FieldName::IfModifiedSince,
                                                     FieldName::IfUnmodifiedSince};

void check(const Judged& judged, Reporter& report) {
  const http::Method method = judged.conditions.method;
  if (!judged.asked() || (method != http::Method::Options && method != http::Method::Trace &&
                          method != http::Method::Connect)) {
    return;
  }
  const Fields& fields = judged.exchange.request.fields;
  const auto& lines = fields.lines();
  const auto first = std::find_if(lines.begin(), lines.end(), [](const Field& field) {
    return std::find(kPreconditions.begin(), kPreconditions.end(), field.id()) !=
           kPreconditions.end();
  });
  if (first == lines.end()) return;
  report
      .at(first->name(), judged,
          "{} takes no conditions, so servers ignore {}. Remove it, or use the method that it is "
          "meant for",
          judged.exchange.request.method_name(), http::to_string(first->id()))
      .fix(remove_fields(fields,
                         {FieldName::IfMatch, FieldName::IfNoneMatch, FieldName::IfModifiedSince,
                          FieldName::IfUnmodifiedSince},
                         "Remove what is ignored", FixKind::Safe));
}

}  // namespace

extern constinit const Rule condition_on_method_without_selection{kInfo, &check};

}  // namespace wiretag::rules
