#include "rules/evidence.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "no-content-on-create",
    .family = Family::Status,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "204 to a PUT that creates",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "9.3.4"},
};

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || judged.recorded() != 204) return;
  if (judged.conditions.method != http::Method::Put) return;
  const http::Fact<bool>& exists = judged.state().exists;
  if (exists.known() && exists.value.value_or(true)) return;
  const auto& demanded = judged.conditions.if_none_match;
  const bool only_new = demanded && demanded->star;
  if (!only_new && !exists.known()) return;

  const Response& response = *judged.exchange.response;
  Report found = report.at(response.status_text, judged,
                           "{}, so this PUT creates {} and the answer is 201. 204 says that "
                           "something was there and is replaced",
                           only_new ? "If-None-Match: * lets it pass only where nothing exists"
                                    : "Nothing existed before",
                           quoted(judged.exchange.request.target));
  if (!only_new && exists.confidence != http::Confidence::Certain) found.at_most(Severity::Info);
  if (only_new) {
    found.related(judged.exchange.request.fields.find(FieldName::IfNoneMatch)->value(),
                  "creates only");
  } else {
    found.related(judged.inference.exists.place, "nothing existed here");
  }
  if (may_edit_response(judged.exchange)) found.fix(answer_with(response, 201));
}

}  // namespace

extern constinit const Rule no_content_on_create{kInfo, &check};

}  // namespace wiretag::rules
