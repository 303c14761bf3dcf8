#include <string>

#include "rules/logs/drift.h"
#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-range-answered-200",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 2,
    .summary = "Resumed downloads start again from zero",
    .spec = {"RFC 9110", "13.1.5, 14.2"},
};

constexpr std::uint64_t kFewest = 2;
constexpr std::uint64_t kSettled = 10;

std::string cause(const UrlTraffic& url) {
  if (url.weak_if_range_full.lines * 2 >= url.range_full.lines) {
    return "If-Range carries a weak tag, which never matches: give the file a strong one (nginx "
           "and others weaken it when they compress)";
  }
  if (find_drift(url)) {
    return "The tag differs from node to node, so If-Range fails after a change of node: derive "
           "the tag from the content";
  }
  if (url.partial.lines == 0) {
    return "No request of this URL is answered 206: Range is not supported, or stripped on the "
           "way";
  }
  return "If-Range does not name the current tag: derive the tag from the content, so that it "
         "stays while the content stays";
}

void check(const UrlTraffic& url, Reporter& report) {
  // A first 200 is a server's right; a client that has to start over again and again shows the
  // harm.
  const LogCount& restarted = url.weak_if_range_full.lines > url.range_full_again.lines
                                  ? url.weak_if_range_full
                                  : url.range_full_again;
  if (restarted.lines < enough(*url.log, kFewest, kSettled)) return;
  link_second(report.at(place_of(restarted, url), url,
                        "{} of a part got the whole file (200), {}{}: resumed downloads start "
                        "from zero. {}",
                        counted(restarted.lines, "request"), volume(restarted.bytes),
                        hourly(restarted.bytes, *url.log), cause(url)),
              restarted);
}

}  // namespace

extern constinit const Rule log_range_answered_200{kInfo, &check};

}  // namespace wiretag::rules
