#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-304-with-bytes",
    .family = Family::Logs,
    .severity = Severity::Warning,
    .tier = 3,
    .summary = "304 lines have content, or the column counts more than content",
    .spec = {"RFC 9110", "15.4.5"},
};

/// So large a share is the format's doing, not a server's.
bool of_the_format(std::uint64_t lines, std::uint64_t all) { return lines * 10 >= all * 9; }

void report_format(const LogTraffic& log, std::uint64_t lines, const UrlTraffic& url,
                   Reporter& report) {
  link_second(report.at(place_of(url.not_modified_with_bytes, url), log,
                        "The log's size column is not 0 in {} of {} with 304, which never have "
                        "content: it counts the head too, or the server sends content. Log the "
                        "content alone (nginx: $body_bytes_sent, Apache: %b)",
                        grouped(lines), counted(log.not_modified, "line")),
              url.not_modified_with_bytes);
}

void report_url(const UrlTraffic& url, Reporter& report) {
  const LogCount& count = url.not_modified_with_bytes;
  link_second(
      report.at(place_of(count, url), url,
                "{} with 304 state {} of content. 304 ends with its head; what follows is "
                "read as the next answer on the connection. Send none; where the column counts "
                "heads too, log the content alone",
                counted(count.lines, "line"), volume(count.bytes)),
      count);
}

void check(const LogTraffic& log, Reporter& report) {
  if (!log.columns.content_bytes) return;
  std::uint64_t lines = 0;
  const UrlTraffic* first = nullptr;
  std::size_t urls = 0;
  for (const UrlTraffic& url : log.urls) {
    if (url.not_modified_with_bytes.lines == 0) continue;
    lines += url.not_modified_with_bytes.lines;
    if (!first) first = &url;
    ++urls;
  }
  if (!first) return;
  if (urls > 1 && of_the_format(lines, log.not_modified)) {
    report_format(log, lines, *first, report);
    return;
  }
  for (const UrlTraffic& url : log.urls) {
    if (url.not_modified_with_bytes.lines > 0) report_url(url, report);
  }
}

}  // namespace

extern constinit const Rule log_304_with_bytes{kInfo, &check};

}  // namespace wiretag::rules
