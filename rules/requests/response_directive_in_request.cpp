#include <array>

#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "response-directive-in-request",
    .family = Family::Requests,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A response directive in a request",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2.1, 5.2.2"},
};

constexpr std::array<std::string_view, 8> kForResponses = {
    "must-revalidate",  "public",    "private",         "s-maxage",
    "proxy-revalidate", "immutable", "must-understand", "stale-while-revalidate"};

void check(const Judged& judged, Reporter& report) {
  for (const auto& misplaced : by_line(directives(judged), kForResponses)) {
    if (!misplaced.front().in_request) continue;
    Report found =
        report.at(misplaced.front().text(), judged,
                  "{} {} only in responses; caches ignore {} here. Leave {} out: a request asks "
                  "for a check with no-cache",
                  names_of(misplaced), misplaced.size() == 1 ? "means something" : "mean something",
                  misplaced.size() == 1 ? "it" : "them", misplaced.size() == 1 ? "it" : "them");
    found.fix({"Remove what a request cannot say", FixKind::Safe, {without(misplaced)}});
  }
}

}  // namespace

extern constinit const Rule response_directive_in_request{kInfo, &check};

}  // namespace wiretag::rules
