#include "http/conditions.h"
#include "http/fields/cache_control.h"
#include "http/fields/text.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

using http::FieldName;

constexpr RuleInfo kInfo{
    .id = "age-invalid",
    .family = Family::Freshness,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "An Age that is no whole number of seconds, or several of them",
    .spec = {"RFC 9111", "5.1"},
};

/// Of "12, 15" caches take the 12.
bool is_list(std::string_view value) {
  const std::size_t comma = value.find(',');
  return comma != std::string_view::npos &&
         http::parse_delta_seconds(http::trim_blanks(value.substr(0, comma)));
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.exchange.response) return;
  const Fields& fields = judged.exchange.response->fields;
  const Field* first = fields.find(FieldName::Age);
  if (!first) return;
  for (const Field& field : fields.lines()) {
    if (field.id() != FieldName::Age || http::is_placeholder(field.value().view)) continue;
    if (is_list(field.value().view)) {
      report.at(field.value(), judged,
                "Several ages in one Age: caches take the first and drop the rest. Let one cache "
                "set it");
      return;
    }
    if (!http::parse_delta_seconds(field.value().view)) {
      report.at(field.value(), judged,
                "Age {} is no whole number of seconds; caches ignore it and take the response for "
                "younger than it is. Send digits only",
                quoted(field.value().view));
      return;
    }
    if (field.value().view != first->value().view) {
      report
          .at(field.value(), judged,
              "A second Age: caches take the first one, {}, and drop {}. Let one cache set it",
              quoted(first->value().view), quoted(field.value().view))
          .related(first->value(), "the first Age");
      return;
    }
  }
}

}  // namespace

extern constinit const Rule age_invalid{kInfo, &check};

}  // namespace wiretag::rules
