#include <array>

#include "rules/directives.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "request-directive-in-response",
    .family = Family::Requests,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "A request directive in a response",
    .fix = FixKind::Safe,
    .spec = {"RFC 9111", "5.2.1, 5.2.2"},
};

constexpr std::array<std::string_view, 3> kForRequests = {"max-stale", "min-fresh",
                                                          "only-if-cached"};

void check(const Judged& judged, Reporter& report) {
  for (const auto& misplaced : by_line(directives(judged), kForRequests)) {
    if (!misplaced.front().in_response) continue;
    Report found =
        report.at(misplaced.front().text(), judged,
                  "{} {} only in requests; caches ignore {} here. A response allows stale use with "
                  "stale-while-revalidate=N or stale-if-error=N",
                  names_of(misplaced), misplaced.size() == 1 ? "means something" : "mean something",
                  misplaced.size() == 1 ? "it" : "them");
    if (misplaced.front().editable) {
      found.fix({"Remove what a response cannot say", FixKind::Safe, {without(misplaced)}});
    }
  }
}

}  // namespace

extern constinit const Rule request_directive_in_response{kInfo, &check};

}  // namespace wiretag::rules
