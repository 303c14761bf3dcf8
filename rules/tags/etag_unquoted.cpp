#include "rules/reporter.h"
#include "rules/tag_values.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "etag-unquoted",
    .family = Family::Tags,
    .severity = Severity::Error,
    .summary = "An entity tag without its double quotes",
    .fix = FixKind::Safe,
    .spec = {"RFC 9110", "8.8.3"},
    .absorbs = {"status-contradicts-prediction", "if-range-wrong-fallback"},
};

/// A value that was meant as a date is misplaced or misspelt, not unquoted.
bool meant_as_date(std::string_view text) {
  const bool year_first = text.size() > 4 && text.find_first_not_of("0123456789") == 4 &&
                          text[4] == '-' && text.find(':') != std::string_view::npos;
  return year_first || text.find(" GMT") != std::string_view::npos ||
         text.find(" UTC") != std::string_view::npos;
}

void check(const Judged& judged, Reporter& report) {
  for (const TagValue& value : tag_values(judged)) {
    if (http::is_placeholder(value.line.view) || meant_as_date(value.line.view)) continue;
    const http::TagFault fault = http::tag_fault(value.text.view);
    if (fault != http::TagFault::Unquoted && fault != http::TagFault::HalfQuoted) continue;
    const auto spelled = http::respell_tag(value.text.view);
    Report found =
        report.at(value.text, judged, "{} lacks its double quotes; {}. {}", quoted(value.text.view),
                  spelled ? "the tag is written " + quoted(*spelled)
                          : std::string("an entity tag is written \"v42\""),
                  value.in_response
                      ? "Cloudflare and CloudFront drop such a tag, so revalidation silently stops"
                      : "Unquoted, it matches no tag");
    if (spelled && value.editable) {
      found.fix(replace(value.text, *spelled, "Put the tag in double quotes", FixKind::Safe));
    }
  }
}

}  // namespace

extern constinit const Rule etag_unquoted{kInfo, &check};

}  // namespace wiretag::rules
