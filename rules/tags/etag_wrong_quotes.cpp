#include "rules/reporter.h"
#include "rules/tag_values.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-wrong-quotes",
    .family = Family::Tags,
    .severity = Severity::Error,
    .tier = 3,
    .summary = "An entity tag between marks that are not double quotes",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "8.8.3"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

/// Copied out of JSON or a shell, where the backslashes belong to the notation.
bool escaped(std::string_view text) { return text.find("\\\"") != std::string_view::npos; }

void check(const Judged& judged, Reporter& report) {
  for (const TagValue& value : tag_values(judged)) {
    const std::string_view text = value.text.view;
    if (http::is_placeholder(value.line.view) || escaped(text)) continue;
    if (http::tag_fault(text) != http::TagFault::WrongQuotes) continue;
    const auto spelled = http::respell_tag(text);
    Report found = report.at(value.text, judged,
                             "{} is not between double quotes \": recipients read another tag in "
                             "it, or none, and no check matches{}{}",
                             quoted(text), spelled ? ". Write " : "",
                             spelled ? quoted(*spelled) : std::string());
    if (spelled && value.editable) {
      found.fix(replace(value.text, *spelled, fmt::format("Write {}", *spelled), FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule etag_wrong_quotes{kInfo, &check};

}  // namespace wiretag::rules
