#include <array>
#include <string>
#include <utility>

#include "rules/logs/avoidable.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-avoidable-bytes",
    .family = Family::Logs,
    .severity = Severity::Info,
    .tier = 2,
    .summary = "How much content of the log was sent for nothing, by cause",
};

std::string by_cause(const Avoidable& total) {
  const std::array<std::pair<std::string_view, std::uint64_t>, 5> causes = {{
      {"tags that differ by node", total.drift},
      {"the current tag answered 200", total.current},
      {"coding suffixes not recognised", total.suffix},
      {"tags that change without the content", total.changing},
      {"downloads restarted instead of resumed", total.ranges},
  }};
  std::string text;
  for (const auto& [name, count] : causes) {
    if (count == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, volume(count));
  }
  return text;
}

void check(const LogTraffic& log, Reporter& report) {
  if (!log.first) return;
  Avoidable total;
  for (const UrlTraffic& url : log.urls) total += avoidable_of(url);
  if (total.sum() == 0) return;
  const std::string checks = total.hashed_checks == 0
                                 ? std::string()
                                 : fmt::format(", and {} for files with a hash in the name",
                                               counted(total.hashed_checks, "round trip"));
  report.at(log.first->place(), log,
            "Avoidable in this log: {}{} of {} content ({} %){}, by cause: {}{}. Counted are 200s "
            "to checks and restarted ranges, each line once; a download without a condition "
            "counts as needed",
            log.sampled ? "at least " : "", volume(total.sum()), volume(log.bytes),
            percent(total.sum(), log.bytes), hourly(total.sum(), log), by_cause(total), checks);
}

}  // namespace

extern constinit const Rule log_avoidable_bytes{kInfo, &check};

}  // namespace wiretag::rules
