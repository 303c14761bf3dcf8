#include "rules/conditions/lines.h"
#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "unguarded-write",
    .family = Family::Conditions,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "A write without a condition although the tag was read before",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "13.1.1"},
};

bool replaces(http::Method method) {
  return method == http::Method::Put || method == http::Method::Patch ||
         method == http::Method::Delete;
}

bool is_guarded(const Judged& judged) {
  const http::ConditionalRequest& asked = judged.conditions;
  return asked.if_match || asked.if_unmodified_since || asked.if_none_match ||
         has_foreign_condition(judged.exchange.request) || judged.exchange.request.fields.elided();
}

void check(const Judged& judged, Reporter& report) {
  // Of a request that a browser made nobody can change the head.
  if (judged.exchange.medium == Medium::Har) return;
  if (!judged.asked() || !replaces(judged.conditions.method) || is_guarded(judged)) return;
  if (judged.recorded() >= 300) return;
  const auto source = judged.inference.etag.source;
  if (source != Source::Earlier && source != Source::EarlierWrite) return;
  const auto& tag = judged.state().etag.value;
  if (!tag || !judged.inference.etag.place.placed()) return;

  const Request& request = judged.exchange.request;
  const std::string shown = http::to_string(*tag);
  Report found = report.at(
      request.method_text, judged,
      "This {} is unconditional: a change made since {} was read is lost without notice. "
      "{}",
      request.method_name(), quoted(shown),
      tag->weak ? "If-Match needs a strong tag, and this one is weak" : "Send it in If-Match");
  found.related(judged.inference.etag.place, "the tag that was read");
  if (!tag->weak) {
    found.fix(add_line(request, "If-Match: " + shown, "Guard the write with If-Match"));
  }
}

}  // namespace

extern constinit const Rule unguarded_write{kInfo, &check};

}  // namespace wiretag::rules
