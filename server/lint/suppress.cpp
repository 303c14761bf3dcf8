#include "server/lint/suppress.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "rules/reporter.h"

namespace wiretag::lint {
namespace {

using rules::Finding;
using rules::Rule;

bool covers(const Suppression& suppression, const Finding& finding) {
  switch (suppression.scope) {
    case Suppression::Scope::File: return true;
    case Suppression::Scope::Exchange: {
      const auto& all = finding.exchanges;
      return finding.exchange == suppression.exchange ||
             std::find(all.begin(), all.end(), suppression.exchange) != all.end();
    }
    case Suppression::Scope::Line: {
      const text::Span line = suppression.target.span();
      const text::Span place = finding.place.span();
      return !line.empty() && place.begin < line.end && line.begin <= place.end;
    }
  }
  return false;
}

/// Takes one name out of the list, or the whole line where it is the only one.
rules::Fix remove_name(const Suppression& suppression, const Text& name) {
  if (suppression.rules.size() == 1) {
    return rules::replace(suppression.whole_line, "", "Remove the suppression",
                          rules::FixKind::Safe);
  }
  const auto at = static_cast<std::size_t>(&name - suppression.rules.data());
  const bool last = at + 1 == suppression.rules.size();
  const std::string_view from = last ? suppression.rules[at - 1].view : name.view;
  const std::string_view to = last ? name.view : suppression.rules[at + 1].view;
  const char* begin = last ? from.data() + from.size() : from.data();
  const char* end = last ? to.data() + to.size() : to.data();
  const Text cut = suppression.comment.part({begin, static_cast<std::size_t>(end - begin)});
  return rules::replace(cut, "", fmt::format("Remove {} from the suppression", name.view),
                        rules::FixKind::Safe);
}

}  // namespace

Suppressions::Suppressions(const readers::Document& document, const Selection& selection)
    : selection_(selection) {
  for (const Suppression* suppression : document.suppressions()) {
    for (const Text& name : suppression->rules) {
      entries_.push_back({suppression, name, rules::find_rule(name.view)});
    }
  }
}

std::vector<const Rule*> Suppressions::of_file() const {
  std::vector<const Rule*> rules;
  for (const Entry& entry : entries_) {
    if (entry.rule && !entry.by()) rules.push_back(entry.rule);
  }
  std::sort(rules.begin(), rules.end(), std::less<>());
  return rules;
}

std::vector<bool> Suppressions::apply(const std::vector<Finding>& findings,
                                      std::vector<Silenced>& silenced) const {
  std::vector<bool> suppressed(findings.size(), false);
  for (const Entry& entry : entries_) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].rule != entry.rule || !covers(*entry.suppression, findings[i])) continue;
      suppressed[i] = true;
      silenced.push_back({findings[i].exchange, entry.by(), entry.rule});
    }
  }
  return suppressed;
}

void Suppressions::report(const std::vector<Silenced>& silenced,
                          std::vector<Finding>& findings) const {
  std::set<std::pair<const Suppression*, const Rule*>> used;
  for (const Silenced& one : silenced) used.emplace(one.by, one.rule);
  for (const Entry& entry : entries_) {
    if (!entry.rule) {
      report_unknown(entry, findings);
    } else if (used.count({entry.by(), entry.rule}) == 0 && selection_.enabled(*entry.rule)) {
      report_unused(entry, findings);
    }
  }
}

void Suppressions::report_unknown(const Entry& entry, std::vector<Finding>& findings) const {
  const Rule& rule = *rules::find_rule("suppression-unknown-rule");
  if (!selection_.enabled(rule)) return;
  const std::string_view nearest = rules::nearest_rule(entry.name.view);
  Finding finding;
  finding.rule = &rule;
  finding.severity = rule.info.severity;
  finding.place = entry.name;
  finding.message = fmt::format("No rule is called {}", rules::quoted(entry.name.view));
  if (!nearest.empty()) {
    finding.message += fmt::format("; did you mean {}?", nearest);
    finding.fixes.push_back(rules::replace(entry.name, std::string(nearest),
                                           fmt::format("Write {}", nearest),
                                           rules::FixKind::Unsafe));
  }
  findings.push_back(std::move(finding));
}

void Suppressions::report_unused(const Entry& entry, std::vector<Finding>& findings) const {
  const Rule& rule = *rules::find_rule("suppression-unused");
  if (!selection_.enabled(rule)) return;
  Finding finding;
  finding.rule = &rule;
  finding.severity = rule.info.severity;
  finding.place = entry.name;
  finding.message = fmt::format("Nothing here to ignore for {}: remove it", entry.name.view);
  for (const Text& name : entry.suppression->rules) {
    if (name.view.data() == entry.name.view.data()) {
      finding.fixes.push_back(remove_name(*entry.suppression, name));
    }
  }
  findings.push_back(std::move(finding));
}

}  // namespace wiretag::lint
