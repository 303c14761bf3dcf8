#include "http/fields/text.h"
#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cc-whitespace-around-equals",
    .family = Family::Responses,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Blanks around the = of a directive",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2"},
};

bool has_blanks(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  const bool behind = equals + 1 < text.size() && http::is_blank(text[equals + 1]);
  return behind || http::is_blank(text[equals - 1]);
}

void check(const Judged& judged, Reporter& report) {
  for (const PlacedDirective& one : directives(judged)) {
    const http::Directive& directive = one.directive;
    if (!is_known_directive(directive.name) || !has_blanks(directive.text)) continue;
    const std::string_view argument =
        http::trim_blanks(directive.text.substr(directive.text.find('=') + 1));
    const std::string joined = fmt::format("{}={}", directive.name, argument);
    Report found = report.at(one.text(), judged,
                             "{} has blanks around its =, which the grammar does not allow; caches "
                             "differ on what they read. Write {}",
                             quoted(directive.text), quoted(joined));
    if (one.editable) {
      found.fix(replace(one.text(), joined, "Remove the blanks", FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule cc_whitespace_around_equals{kInfo, &check};

}  // namespace wiretag::rules
