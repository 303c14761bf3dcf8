#include "tests/rules/logs/logged.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/log_reader.h"
#include "rules/reporter.h"

namespace wiretag::rules::tests {
namespace {

constexpr std::int64_t kStart = 1781092800;  // 2026-06-10 12:00:00

}  // namespace

struct Logged::State {
  explicit State(std::string text_in)
      : text(std::move(text_in)), origin(text, 0), content(origin) {}

  std::string text;
  Origin origin;
  readers::LogContent content;
};

Logged::Logged(std::string text) : state_(std::make_unique<State>(std::move(text))) {}

Logged::~Logged() = default;

const LogTraffic* Logged::traffic() const { return state_->content.traffic(); }

namespace {

bool absorbs(const Finding& absorber, const Finding& other) {
  const auto& ids = absorber.rule->info.absorbs;
  if (std::ranges::find(ids, other.rule->info.id) == ids.end()) return false;
  return std::ranges::any_of(other.urls, [&](const UrlTraffic* url) {
    return std::ranges::find(absorber.urls, url) != absorber.urls.end();
  });
}

}  // namespace

std::vector<Finding> Logged::findings() const {
  std::vector<Finding> found;
  if (!traffic()) return found;
  for (const Rule* rule : all_rules()) {
    Reporter reporter(*rule, found);
    if (const auto* check = std::get_if<UrlCheck>(&rule->check)) {
      for (const UrlTraffic& url : traffic()->urls) (*check)(url, reporter);
    } else if (const auto* check_log = std::get_if<LogCheck>(&rule->check)) {
      (*check_log)(*traffic(), reporter);
    }
  }
  std::vector<Finding> kept;
  for (const Finding& finding : found) {
    const bool gone =
        std::ranges::any_of(found, [&](const Finding& other) { return absorbs(other, finding); });
    if (!gone) kept.push_back(finding);
  }
  return kept;
}

std::vector<LogFinding> lint_log(const std::string& text) {
  const Logged logged(text);
  std::vector<LogFinding> out;
  for (const Finding& finding : logged.findings()) {
    LogFinding& one = out.emplace_back();
    one.rule = finding.rule->info.id;
    one.severity = finding.severity;
    one.message = finding.message;
    const text::Span span = finding.place.span();
    const std::string_view before = std::string_view(text).substr(0, span.begin);
    one.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n'));
    one.begin = span.begin - static_cast<std::uint32_t>(before.rfind('\n') + 1);
    one.end = one.begin + span.size();
    one.related = finding.related.size();
  }
  return out;
}

std::vector<std::string> rules_in(const std::vector<LogFinding>& found, Severity least) {
  std::vector<std::string> rules;
  for (const LogFinding& one : found) {
    if (one.severity >= least) rules.push_back(one.rule);
  }
  std::ranges::sort(rules);
  return rules;
}

LogFinding only(const std::vector<LogFinding>& found, std::string_view rule) {
  std::vector<LogFinding> of_rule;
  for (const LogFinding& one : found) {
    if (one.rule == rule) of_rule.push_back(one);
  }
  EXPECT_EQ(of_rule.size(), 1u) << rule;
  return of_rule.empty() ? LogFinding{} : of_rule.front();
}

namespace {

std::string escaped(std::string_view value) {
  if (value.empty()) return "-";
  std::string text;
  for (const char c : value) text += c == '"' ? std::string("\\x22") : std::string(1, c);
  return text;
}

}  // namespace

std::string format_line() {
  return "# log_format cache '$remote_addr [$time_local] \"$request\" $status $body_bytes_sent "
         "\"$http_if_none_match\" \"$sent_http_etag\" $upstream_addr $upstream_cache_status "
         "\"$http_range\" \"$http_if_range\"';\n";
}

std::string line_of(const Request& request) {
  return fmt::format(
      "{} [{:%d/%b/%Y:%H:%M:%S} +0000] \"{} {} HTTP/1.1\" {} {} \"{}\" \"{}\" {} {} "
      "\"{}\" \"{}\"\n",
      request.client, fmt::gmtime(static_cast<std::time_t>(kStart + request.second)),
      request.method, request.url, request.status, request.size, escaped(request.condition),
      escaped(request.tag), request.node, request.cache, escaped(request.range),
      escaped(request.if_range));
}

std::string log_of(const std::vector<Request>& requests) {
  std::string text = format_line();
  for (const Request& request : requests) text += line_of(request);
  return text;
}

}  // namespace wiretag::rules::tests
