#include "server/lint/analysis.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include <fmt/format.h>

#include "documents/model/log_traffic.h"
#include "rules/reporter.h"
#include "server/lint/problems.h"
#include "server/lint/secrets.h"

namespace wiretag::lint {
namespace {

using rules::Finding;
using rules::Rule;

void run(const Rule& rule, const std::vector<const Judged*>& exchanges,
         const std::vector<const Resource*>& resources, std::vector<Finding>& findings) {
  rules::Reporter reporter(rule, findings);
  if (const auto* check = std::get_if<rules::ExchangeCheck>(&rule.check)) {
    for (const Judged* judged : exchanges) (*check)(*judged, reporter);
  } else if (const auto* check_all = std::get_if<rules::ResourceCheck>(&rule.check)) {
    for (const Resource* resource : resources) (*check_all)(*resource, reporter);
  }
}

std::vector<const Judged*> judged_of(const std::vector<const Resource*>& resources) {
  std::vector<const Judged*> all;
  for (const Resource* resource : resources) {
    for (const Judged& judged : resource->exchanges) all.push_back(&judged);
  }
  return all;
}

void run(const Rule& rule, const LogTraffic& log, std::vector<Finding>& findings) {
  rules::Reporter reporter(rule, findings);
  if (const auto* check_url = std::get_if<rules::UrlCheck>(&rule.check)) {
    for (const UrlTraffic& url : log.urls) (*check_url)(url, reporter);
  } else if (const auto* check_log = std::get_if<rules::LogCheck>(&rule.check)) {
    (*check_log)(log, reporter);
  }
}

bool absorbs(const Rule& absorber, const Rule& other) {
  const auto& ids = absorber.info.absorbs;
  return std::find(ids.begin(), ids.end(), other.info.id) != ids.end();
}

/// The absorbed finding lives on as a place and, where the absorber has none, as its fixes.
void take_over(Finding& absorber, Finding& absorbed) {
  if (absorbed.place.placed() && absorbed.place.span() != absorber.place.span()) {
    absorber.related.push_back({absorbed.place, std::string(absorbed.rule->info.summary)});
  }
  if (absorber.fixes.empty()) absorber.fixes = std::move(absorbed.fixes);
}

/// Drops the findings that are marked.
void drop(std::vector<Finding>& findings, const std::vector<bool>& gone) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

/// One cause, one finding: of two that speak of the same exchange or value, the one that absorbs
/// the other stays. Marks the others in `gone`; a finding that is marked already still absorbs.
void absorb(std::vector<Finding>& findings, std::vector<bool>& gone) {
  std::unordered_map<const Exchange*, std::vector<std::size_t>> by_exchange;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const Exchange* exchange : findings[i].exchanges) by_exchange[exchange].push_back(i);
  }
  std::unordered_map<const UrlTraffic*, std::vector<std::size_t>> by_url;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const UrlTraffic* url : findings[i].urls) by_url[url].push_back(i);
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    for (const UrlTraffic* url : findings[i].urls) {
      for (const std::size_t other : by_url[url]) {
        if (other != i && !gone[other] && absorbs(*findings[i].rule, *findings[other].rule)) {
          gone[other] = true;
        }
      }
    }
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].rule->info.absorbs[0].empty()) continue;
    for (const Exchange* exchange : findings[i].exchanges) {
      for (const std::size_t other : by_exchange[exchange]) {
        if (other == i || gone[other] || findings[other].second_fault) continue;
        if (!absorbs(*findings[i].rule, *findings[other].rule)) continue;
        gone[other] = true;
        take_over(findings[i], findings[other]);
      }
    }
  }
}

bool before(const Finding& a, const Finding& b) {
  const text::Span left = a.place.span();
  const text::Span right = b.place.span();
  if (left.begin != right.begin) return left.begin < right.begin;
  if (a.severity != b.severity) return a.severity > b.severity;
  return a.rule->info.id < b.rule->info.id;
}

std::uint64_t hash(std::string_view text, std::uint64_t seed) {
  for (const char c : text) {
    seed ^= static_cast<unsigned char>(c);
    seed *= 1099511628211ULL;
  }
  return seed;
}

}  // namespace

Analysis::Analysis(const readers::Document& document, const Selection& selection)
    : document_(document), selection_(selection), secrets_(document) {
  for (const Rule* rule : rules::all_rules()) {
    if (selection_.enabled(*rule)) rules_.push_back(rule);
  }
  update();
}

void Analysis::update() {
  const std::vector<Stretch> stretches = document_.stretches();
  Change change = traffic_.update(stretches);
  const Suppressions suppressions(document_, selection_);
  forget(change.gone);
  auto in_file = suppressions.of_file();
  // What is silenced absorbs otherwise, and messages hold no secrets: where these change for the
  // whole file, each resource is checked again.
  if (secrets_.update(stretches) || in_file != silenced_in_file_) {
    silenced_in_file_ = std::move(in_file);
    findings_.clear();
    silenced_.clear();
    change.fresh.clear();
    for (const Resource& resource : traffic_.resources()) change.fresh.push_back(&resource);
  }
  std::vector<Finding> fresh;
  check(change.fresh, fresh);
  settle(std::move(fresh), suppressions);
}

/// Forgets what was found of these exchanges, and what is of none: that is found anew.
void Analysis::forget(const std::unordered_set<const Exchange*>& gone) {
  const auto stale = [&](const auto& one) { return !one.exchange || gone.count(one.exchange) > 0; };
  std::erase_if(findings_, stale);
  std::erase_if(silenced_, stale);
}

void Analysis::check(const std::vector<const Resource*>& resources,
                     std::vector<Finding>& findings) {
  const std::vector<const LogTraffic*> logs = document_.logs();
  const bool all = resources.size() == traffic_.resources().size();
  // The order of the file is that of memory, and faster.
  const std::vector<const Judged*> exchanges = all ? traffic_.judged() : judged_of(resources);
  for (const Rule* rule : rules_) {
    run(*rule, exchanges, resources, findings);
    for (const LogTraffic* log : logs) run(*rule, *log, findings);
  }
  for (const LogTraffic* log : logs) report_faults(*log, selection_, findings);
  report_problems(document_, selection_, findings);
}

/// Takes fresh findings among the others: what is left of them when suppressions and absorption
/// are done. Both concern findings of one resource, or of none.
void Analysis::settle(std::vector<Finding> fresh, const Suppressions& suppressions) {
  std::vector<bool> gone = suppressions.apply(fresh, silenced_);
  absorb(fresh, gone);
  drop(fresh, gone);
  suppressions.report(silenced_, fresh);
  std::erase_if(fresh,
                [&](const Finding& finding) { return finding.severity < selection_.severity; });
  std::stable_sort(fresh.begin(), fresh.end(), before);
  for (Finding& finding : fresh)
    redact(finding, [&]() -> const http::KnownSecrets& { return secrets_.all(); });
  const auto kept = static_cast<std::ptrdiff_t>(findings_.size());
  if (kept == 0) {
    findings_ = std::move(fresh);
    return;
  }
  findings_.insert(findings_.end(), std::make_move_iterator(fresh.begin()),
                   std::make_move_iterator(fresh.end()));
  std::inplace_merge(findings_.begin(), findings_.begin() + kept, findings_.end(), before);
}

void Analysis::keep(const std::function<bool(std::size_t)>& wanted) {
  std::vector<bool> gone(findings_.size());
  for (std::size_t i = 0; i < gone.size(); ++i) gone[i] = !wanted(i);
  drop(findings_, gone);
}

std::vector<std::string> fingerprints(const std::vector<Finding>& findings) {
  std::vector<std::string> prints;
  std::unordered_map<std::uint64_t, std::uint64_t> seen;
  for (const Finding& finding : findings) {
    std::uint64_t print = hash(finding.rule->info.id, 14695981039346656037ULL);
    print = hash(finding.place.view.substr(0, 4096), print);
    if (finding.exchange) print = hash(finding.exchange->request.target, print);
    if (!finding.urls.empty()) print = hash(finding.urls.front()->url, print);
    const std::uint64_t nth = seen[print]++;
    print = hash(std::to_string(nth), print);
    prints.push_back(fmt::format("{:016x}", print));
  }
  return prints;
}

}  // namespace wiretag::lint
