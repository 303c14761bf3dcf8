#include "server/lsp/ignore_actions.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lsp/diagnostics.h"
#include "server/lsp/places.h"
#include "server/lsp/workspace_edit.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// Findings that one suppression silences.
struct Ignorable {
  const rules::Rule* rule;
  const Exchange* exchange;  ///< nullptr for the whole file
  std::vector<const rules::Finding*> findings;
};

/// Reported after suppressions were applied.
bool about_suppressions(const rules::Rule& rule) {
  return rule.info.id.starts_with("suppression-");
}

/// What can be ignored, in the order of the findings.
class Ignorables {
 public:
  void add(const rules::Finding& finding, const Exchange* exchange) {
    const auto [known, fresh] = places_.try_emplace({finding.rule, exchange}, all_.size());
    if (fresh) all_.push_back({finding.rule, exchange, {}});
    all_[known->second].findings.push_back(&finding);
  }
  [[nodiscard]] const std::vector<Ignorable>& all() const { return all_; }

 private:
  std::map<std::pair<const rules::Rule*, const Exchange*>, std::size_t> places_;
  std::vector<Ignorable> all_;
};

Ignorables ignorables(const lint::Analysis& analysis, text::Span asked) {
  Ignorables found;
  for (const rules::Finding& finding : analysis.findings()) {
    if (!touches(finding.place.span(), asked) || about_suppressions(*finding.rule)) continue;
    if (finding.exchange && finding.exchange->request.stated()) {
      found.add(finding, finding.exchange);
    }
    found.add(finding, nullptr);
  }
  return found;
}

/// Where the first line of the file starts.
std::uint32_t top(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  return text.starts_with(kByteOrderMark) ? 3 : 0;
}

std::uint32_t line_begin(const readers::Document& document, std::uint32_t offset) {
  const text::LineIndex& lines = document.lines();
  const std::uint32_t begin = lines.line(document.text(), lines.line_of(offset)).begin;
  return std::max(begin, top(document.text()));
}

/// The first suppression comment of each exchange; that of the file is under nullptr.
using Existing = std::unordered_map<const Exchange*, const Suppression*>;

Existing existing(const readers::Document& document) {
  Existing all;
  for (const Suppression* one : document.suppressions()) {
    if (one->scope != Suppression::Scope::Line && !one->rules.empty()) {
      all.try_emplace(one->exchange, one);
    }
  }
  return all;
}

text::Edit suppressing(const readers::Document& document, const Existing& present,
                       const Ignorable& ignorable) {
  const std::string_view id = ignorable.rule->info.id;
  if (const auto there = present.find(ignorable.exchange); there != present.end()) {
    const std::uint32_t end = there->second->rules.back().span().end;
    return {{end, end}, fmt::format(", {}", id)};
  }
  const std::uint32_t at = ignorable.exchange
                               ? line_begin(document, ignorable.exchange->request.line.span().begin)
                               : top(document.text());
  const std::string_view mark = ignorable.exchange ? "wiretag-ignore" : "wiretag-ignore-file";
  return {{at, at}, fmt::format("# {} {}: {}", mark, id, line_end_after(document.text(), at))};
}

}  // namespace

void add_ignore_actions(const Session& session, OpenDocument& document, text::Span asked,
                        json& actions) {
  const Places places(document.read(), session.capabilities.units);
  const Existing present = existing(document.read());
  const Ignorables found = ignorables(document.analysis(), asked);
  for (const Ignorable& ignorable : found.all()) {
    json diagnostics = json::array();
    for (const rules::Finding* finding : ignorable.findings) {
      diagnostics.push_back(diagnostic(*finding, document.uri(), places));
    }
    const std::string_view where = ignorable.exchange ? "for this exchange" : "in this file";
    actions.push_back(
        {{"title", fmt::format("Ignore {} {}", ignorable.rule->info.id, where)},
         {"kind", "quickfix"},
         {"diagnostics", std::move(diagnostics)},
         {"edit",
          workspace_edit(session, document, {suppressing(document.read(), present, ignorable)})}});
  }
}

}  // namespace wiretag::lsp
