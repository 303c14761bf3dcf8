#include "server/cli/statistics.h"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "http/secrets.h"
#include "rules/logs/avoidable.h"
#include "server/cli/progress.h"
#include "server/cli/shown.h"

namespace wiretag::cli {
namespace {

constexpr std::size_t kMostUrls = 20;
constexpr std::size_t kMostNodes = 50;
constexpr std::size_t kUrlColumns = 60;

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "-";
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

std::string cut(std::string text) {
  if (text.size() <= kUrlColumns) return text;
  text.resize(kUrlColumns - 3);
  return text + "...";
}

std::uint64_t saved(const UrlTraffic& url) {
  // Each 304 stands for the content that a 200 of the URL carries on average.
  return url.full.lines == 0 ? 0 : url.full.bytes / url.full.lines * url.not_modified.lines;
}

void print_urls(const LogTraffic& log, Output& out) {
  out.print("{:>10}  {:>7}  {:>7}  {:>10}  {:>10}  {:>10}  URL\n", "requests", "checks", "304",
            "sent", "saved", "avoidable");
  const std::size_t shown_urls = std::min(kMostUrls, log.urls.size());
  for (std::size_t i = 0; i < shown_urls; ++i) {
    const UrlTraffic& url = log.urls[i];
    const std::string members =
        url.members > 1 ? fmt::format(" ({} URLs)", url.members) : std::string();
    out.print("{:>10}  {:>7}  {:>7}  {:>10}  {:>10}  {:>10}  {}{}\n", url.requests,
              share(url.conditional.lines, url.requests),
              share(url.not_modified.lines, url.requests), size_text(url.bytes),
              size_text(saved(url)), size_text(rules::avoidable_of(url).sum()),
              shown(cut(http::without_url_secrets(url.url))), members);
  }
  if (log.urls.size() > shown_urls) {
    out.print("{:>10}  more URLs or groups\n", log.urls.size() - shown_urls);
  }
}

void print_nodes(const LogTraffic& log, Output& out) {
  if (log.nodes.empty()) return;
  std::vector<NodeTraffic> nodes = log.nodes;
  std::ranges::stable_sort(nodes, std::greater<>(), &NodeTraffic::requests);
  out.print("\n{:>10}  {:>7}  {:>10}  node\n", "requests", "304", "sent");
  const std::size_t shown_nodes = std::min(kMostNodes, nodes.size());
  for (std::size_t i = 0; i < shown_nodes; ++i) {
    const NodeTraffic& node = nodes[i];
    out.print("{:>10}  {:>7}  {:>10}  {}\n", node.requests, share(node.not_modified, node.requests),
              size_text(node.bytes), shown(node.node));
  }
  if (nodes.size() > shown_nodes) out.print("{:>10}  more nodes\n", nodes.size() - shown_nodes);
}

}  // namespace

void print_statistics(const CheckTotals& totals) {
  Output out(STDERR_FILENO);
  std::vector<std::pair<std::size_t, std::string_view>> rows;
  for (const auto& [rule, count] : totals.by_rule) rows.emplace_back(count, rule);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (const auto& [count, rule] : rows) out.print("{:>6}  {}\n", count, rule);
}

void print_statistics(const LogTraffic& log) {
  Output out(STDERR_FILENO);
  std::uint64_t all_saved = 0;
  std::uint64_t avoidable = 0;
  for (const UrlTraffic& url : log.urls) {
    all_saved += saved(url);
    avoidable += rules::avoidable_of(url).sum();
  }
  out.print(
      "{} requests in {} lines ({}); {} checks, {} of all answered 304; sent {}, saved about "
      "{}, avoidable {}\n\n",
      log.requests, log.lines, log.format, share(log.conditional, log.requests),
      share(log.not_modified, log.requests), size_text(log.bytes), size_text(all_saved),
      size_text(avoidable));
  print_urls(log, out);
  print_nodes(log, out);
  out.write("\n");
}

}  // namespace wiretag::cli
