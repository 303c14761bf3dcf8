#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "ims-conflicts-with-inm",
    .family = Family::Conditions,
    .severity = Severity::Warning,
    .summary = "The tag says unchanged and the date beside it says changed",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.3, 13.2.2"},
    .absorbs = {"match-answered-200", "status-contradicts-prediction"},
};

/// nginx wants the very date, Apache one that is not older.
bool conflicts(const Judged& judged, std::string_view product) {
  const auto& since = judged.conditions.if_modified_since;
  const auto& modified = judged.state().last_modified.value;
  if (!since || !since->date || !modified) return false;
  return product == "nginx" ? since->date->date != *modified : since->date->date < *modified;
}

std::string_view name_of(std::string_view product) {
  if (product == "nginx") return "nginx asks";
  return product == "apache" ? "Apache asks" : "nginx and Apache ask";
}

void check(const Judged& judged, Reporter& report) {
  const http::ConditionalRequest& asked = judged.conditions;
  if (!judged.asked() || !http::selects(asked.method) || !asked.if_none_match) return;
  const std::string_view product = product_of(judged.exchange);
  const bool asks_both = product == "nginx" || product == "apache";
  const bool open = judged.recorded() == 0 && (asks_both || product.empty());
  if (!open && !(asks_both && judged.recorded() == 200)) return;
  const http::Step* step = judged.prediction.find(http::Condition::IfNoneMatch);
  if (!step || step->outcome != http::Outcome::False || judged.prediction.status != 304) return;
  if (!conflicts(judged, product) || asks_to_reload(judged.exchange.request)) return;

  const Fields& fields = judged.exchange.request.fields;
  const Text date = fields.find(FieldName::IfModifiedSince)->value();
  report
      .at(open ? date : judged.exchange.response->status_text, judged,
          "If-None-Match names the current tag, so 304 is due whatever the date says; {} both and "
          "{} "
          "200. Keep Last-Modified ({}) stable across nodes, or drop it",
          name_of(product), open ? "may send" : "sent",
          quoted(http::to_string(*judged.state().last_modified.value)))
      .resting_on(
          http::weaker(judged.prediction.confidence, judged.state().last_modified.confidence))
      .related(fields.find(FieldName::IfNoneMatch)->value(), "the tag decides")
      .related(open ? Text{} : date, "the date that disagrees")
      .related(judged.inference.last_modified.place, "the current Last-Modified")
      .fix(remove_fields(fields, {FieldName::IfModifiedSince}, "Remove If-Modified-Since"));
}

}  // namespace

extern constinit const Rule ims_conflicts_with_inm{kInfo, &check};

}  // namespace wiretag::rules
