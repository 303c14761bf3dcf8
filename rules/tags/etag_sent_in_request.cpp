#include <algorithm>
#include <array>

#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;
using http::Method;

constexpr RuleInfo kInfo{
    .id = "etag-sent-in-request",
    .family = Family::Tags,
    .severity = Severity::Error,
    .tier = 2,
    .summary = "ETag in a request instead of a condition",
    .fix = FixKind::Unsafe,
    .spec = {"RFC 9110", "8.8.3, 13.1"},
};

/// A response's head pasted below the request line.
bool pasted_response(const Fields& fields) {
  constexpr std::array<FieldName, 7> kOfResponses = {
      FieldName::Server,  FieldName::SetCookie,    FieldName::Vary,        FieldName::Age,
      FieldName::Expires, FieldName::LastModified, FieldName::AcceptRanges};
  return std::ranges::any_of(kOfResponses, [&](FieldName name) { return fields.has(name); });
}

/// The server knows the field: it answers with the tag that was sent.
bool echoed(const Judged& judged, std::string_view value) {
  return judged.exchange.response && judged.recorded() < 300 &&
         judged.exchange.response->fields.value(FieldName::ETag) == value;
}

/// The condition that the sender most likely meant.
FieldName meant(Method method) {
  if (http::selects(method)) return FieldName::IfNoneMatch;
  const bool guarded = method == Method::Put || method == Method::Patch || method == Method::Delete;
  return guarded ? FieldName::IfMatch : FieldName::Unknown;
}

void check(const Judged& judged, Reporter& report) {
  const Request& request = judged.exchange.request;
  if (!judged.asked() || judged.conditions.if_none_match || judged.conditions.if_match) return;
  const Field* field = request.fields.find(FieldName::ETag);
  const FieldName name = meant(request.method);
  if (!field || name == FieldName::Unknown || pasted_response(request.fields)) return;

  const bool read = http::selects(request.method);
  Report found = report.at(
      field->name(), judged,
      "ETag in a request has no effect: {} gets the same answer without it. To {}, send {}: {}",
      request.method_name(),
      read ? "have an unchanged copy confirmed with 304"
           : "have the write refused with 412 when somebody else was faster",
      http::to_string(name), quoted(field->value().view));
  // With content, the field may describe what is enclosed (RFC 9110 9.3.4).
  if (!read) found.at_most(Severity::Warning);
  if (!read && echoed(judged, field->value().view)) found.at_most(Severity::Info);
  found.fix(replace(field->name(), std::string(http::to_string(name)),
                    fmt::format("Send {} instead", http::to_string(name)), FixKind::Unsafe));
}

}  // namespace

extern constinit const Rule etag_sent_in_request{kInfo, &check};

}  // namespace wiretag::rules
