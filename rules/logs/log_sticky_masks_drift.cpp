#include <vector>

#include "rules/logs/drift.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-sticky-masks-drift",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "Sticky sessions hide that each node has its own tags",
};

constexpr std::uint64_t kFewest = 2;
constexpr std::uint64_t kSettled = 20;
/// Percent of the clients that stay at one node.
constexpr std::uint64_t kSticky = 95;

void check(const LogTraffic& log, Reporter& report) {
  if (!log.affinity || log.affinity->full_after_move == 0) return;
  const Affinity& affinity = *log.affinity;
  if (affinity.clients < enough(log, kFewest, kSettled)) return;
  if (affinity.single_node * 100 < affinity.clients * kSticky) return;
  std::vector<const UrlTraffic*> urls;
  for (const UrlTraffic& url : log.urls) {
    if (find_drift(url)) urls.push_back(&url);
  }
  if (urls.empty()) return;
  report.across_urls(urls.front()->first->place(), urls,
                     "each node has its own tags, and sticky sessions hide it: {} % of the clients "
                     "stay at one node. After a move they download again, {} here in the first "
                     "minute. The cause is the tag, not the routing: derive it from the content",
                     percent(affinity.single_node, affinity.clients),
                     counted(affinity.full_after_move, "answer") + " 200");
}

}  // namespace

extern constinit const Rule log_sticky_masks_drift{kInfo, &check};

}  // namespace wiretag::rules
