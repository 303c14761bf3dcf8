#include "http/conditions.h"
#include "rules/edges/structured.h"
#include "rules/reporter.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "cache-group-invalidation-on-safe",
    .family = Family::Edges,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "Cache-Group-Invalidation on the response to a read",
    .spec = {"RFC 9875", "3"},
};

bool is_safe(http::Method method) {
  return http::selects(method) || method == http::Method::Options || method == http::Method::Trace;
}

void check(const Judged& judged, Reporter& report) {
  if (!judged.asked() || !is_safe(judged.exchange.request.method)) return;
  for (const Field* line : response_lines(judged, "Cache-Group-Invalidation")) {
    report.at(line->name(), judged,
              "Caches ignore Cache-Group-Invalidation {} on the response to {}, which is a safe "
              "method. Send it on the response to the write that changed the group",
              quoted(line->value().view), quoted(judged.exchange.request.method_name()));
  }
}

}  // namespace

extern constinit const Rule cache_group_invalidation_on_safe{kInfo, &check};

}  // namespace wiretag::rules
