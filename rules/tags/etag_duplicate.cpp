#include <algorithm>

#include "http/conditions.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "etag-duplicate",
    .family = Family::Tags,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "A response with more than one ETag",
    .spec = {"RFC 9110", "5.3, 8.8.3"},
};

void check_list(const Text& value, const Judged& judged, Reporter& report) {
  const http::TagList list = http::parse_tag_list(value.view);
  if (list.members.size() < 2 || !list.valid() || http::is_placeholder(value.view)) return;
  report.at(value, judged,
            "ETag holds {} tags; a response has one. Recipients take the line for a malformed tag "
            "and drop it, so nothing is revalidated. Send the tag of this representation alone",
            list.members.size());
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response) return;
  std::vector<Text> values;
  for (const Field& field : judged.exchange.response->fields.lines()) {
    if (field.id() == FieldName::ETag) values.push_back(field.value());
  }
  for (const Text& value : values) check_list(value, judged, report);
  // Bare lines of a documentation may be alternatives.
  if (values.size() < 2 || judged.exchange.fragment) return;
  const Text& first = values.front();
  if (std::ranges::any_of(values, [](const Text& v) { return http::is_placeholder(v.view); })) {
    return;
  }
  const auto other =
      std::ranges::find_if(values, [&](const Text& value) { return value.view != first.view; });
  if (other == values.end()) {
    report
        .at(values[1], judged,
            "ETag {} stands here twice: caches that join the lines read a malformed tag. Two "
            "layers "
            "add it; keep one",
            quoted(first.view))
        .at_most(Severity::Info)
        .related(first, "the first ETag");
    return;
  }
  report
      .at(*other, judged,
          "Two ETags in one response, {} and {}: which one a cache keeps is chance, so its next "
          "check may get 200 for content it has. Two layers add the field; keep one",
          quoted(first.view), quoted(other->view))
      .related(first, "the first ETag");
}

}  // namespace

extern constinit const Rule etag_duplicate{kInfo, &check};

}  // namespace wiretag::rules
