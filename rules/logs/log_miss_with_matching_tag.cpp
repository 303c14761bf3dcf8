#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-miss-with-matching-tag",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "The cache fetches the whole content to learn that nothing changed",
    .spec = {"RFC 9111", "4.3.1"},
};

/// The first fill of each of several caches looks the same.
constexpr std::uint64_t kFills = 3;
constexpr std::uint64_t kSettled = 20;
/// One check in ten.
constexpr std::uint64_t kOneIn = 10;

std::string_view remedy(std::string_view product) {
  if (product == "nginx") return "proxy_cache_revalidate on; makes nginx ask with If-None-Match";
  if (product == "varnish") return "set beresp.keep keeps the copy so that Varnish can ask with it";
  return "Let it keep expired copies and ask with If-None-Match (nginx: proxy_cache_revalidate, "
         "Varnish: beresp.keep)";
}

void check(const UrlTraffic& url, Reporter& report) {
  // By design it forwards no condition on a miss.
  if (url.log->product == "cloudflare") return;
  const LogCount& missed = url.miss_with_current_tag;
  if (missed.lines < enough(*url.log, kFills, kSettled) * url.members) return;
  if (missed.lines * kOneIn < url.conditional.lines) return;
  link_second(report.at(place_of(missed, url), url,
                        "{} times the cache had no fresh copy and fetched the whole content, while "
                        "the client's tag was the current one: it does not revalidate, or drops "
                        "its copy too early. {}",
                        grouped(missed.lines), remedy(url.log->product)),
              missed);
}

}  // namespace

extern constinit const Rule log_miss_with_matching_tag{kInfo, &check};

}  // namespace wiretag::rules
