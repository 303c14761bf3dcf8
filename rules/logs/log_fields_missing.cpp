#include <array>
#include <string>
#include <vector>

#include "rules/logs/wording.h"

namespace wiretag::rules {
namespace {

constexpr RuleInfo kInfo{
    .id = "log-fields-missing",
    .family = Family::Logs,
    .severity = Severity::Hint,
    .tier = 3,
    .summary = "The log format lacks columns that verdicts need",
};

/// A column that the format may lack, and what cannot be told without it.
struct Missing {
  bool LogColumns::* column;
  std::string_view name;
  std::string_view verdict;
};

constexpr std::array<Missing, 7> kColumns = {{
    {&LogColumns::etag, "ETag", "tags that differ by node, change too often or are reset"},
    {&LogColumns::if_none_match, "If-None-Match", "checks that name the current tag and get 200"},
    {&LogColumns::node, "the node", "which node sends which tag"},
    {&LogColumns::range, "Range", "downloads that start over"},
    {&LogColumns::if_range, "If-Range", "why they do"},
    {&LogColumns::cache_status, "the cache status", "what the cache fetched in vain"},
    {&LogColumns::time, "the time", "drift and deploys apart"},
}};

/// How a product logs all of them.
struct Recipe {
  std::string_view product;
  std::string_view name;
  std::string_view line;
};

constexpr std::array<Recipe, 5> kRecipes = {{
    {"nginx", "nginx",
     R"(log_format cache '$remote_addr - $remote_user [$time_local] "$request" $status )"
     R"($body_bytes_sent "$http_referer" "$http_user_agent" "$http_if_none_match" )"
     R"("$sent_http_etag" "$http_range" "$http_if_range" "$upstream_addr" )"
     R"($upstream_cache_status';)"},
    {"apache", "Apache",
     R"(LogFormat "%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" )"
     R"(\"%{If-None-Match}i\" \"%{ETag}o\" \"%{Range}i\" \"%{If-Range}i\" )"
     R"(%{BALANCER_WORKER_NAME}e %{cache-status}e" cache)"},
    {"caddy", "Caddy",
     "log_append upstream {http.reverse_proxy.upstream.hostport} beside log { format json }, which "
     "holds all fields"},
    {"varnish", "Varnish",
     R"(varnishncsa -F '%h %l %u %t "%r" %s %b "%{Referer}i" "%{User-agent}i" )"
     R"("%{If-None-Match}i" "%{ETag}o" "%{Range}i" "%{If-Range}i" "%{X-Served-By}o" )"
     R"(%{Varnish:hitmiss}x' with set beresp.http.X-Served-By = beresp.backend.name; in )"
     R"(vcl_backend_response)"},
    {"haproxy", "HAProxy",
     R"(log-format "%ci:%cp [%tr] %ft %b/%s %ST %B %{+Q}r %{+Q}[var(txn.if_none_match)] )"
     R"(%{+Q}[var(txn.etag)] %{+Q}[var(txn.range)] %{+Q}[var(txn.if_range)]" with )"
     R"(http-request set-var(txn.if_none_match) req.hdr(if-none-match), likewise range and )"
     R"(if_range, and http-response set-var(txn.etag) res.hdr(etag))"},
}};

bool is_missing(const Missing& missing, const LogColumns& columns) {
  return !(columns.*missing.column);
}

/// The names or the verdicts of what is missing.
std::string listed(const LogColumns& columns, std::string_view Missing::* part) {
  std::string text;
  for (const Missing& missing : kColumns) {
    if (!is_missing(missing, columns)) continue;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", missing.*part);
  }
  return text;
}

/// The line for the log's product; where that is another or unknown, for all.
std::string recipes(std::string_view product) {
  const auto known = std::ranges::find(kRecipes, product, &Recipe::product);
  if (known != kRecipes.end()) return fmt::format("{}: {}", known->name, known->line);
  std::string text;
  for (const Recipe& recipe : kRecipes) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : " · ", recipe.name, recipe.line);
  }
  return text;
}

void check(const LogTraffic& log, Reporter& report) {
  if (!log.first) return;
  if (std::ranges::none_of(
          kColumns, [&](const Missing& missing) { return is_missing(missing, log.columns); })) {
    return;
  }
  report.at(log.first->place(), log,
            "The log's format{}{} does not tell {}, so there is no verdict on {}. To have it, "
            "log: {}",
            log.format.empty() ? "" : " ", quoted(log.format), listed(log.columns, &Missing::name),
            listed(log.columns, &Missing::verdict), recipes(log.product));
}

}  // namespace

extern constinit const Rule log_fields_missing{kInfo, &check};

}  // namespace wiretag::rules
