#include "server/lsp/ignore_actions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
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
  /// Where the exchange or the listing starts that it is aimed at; nullopt for the whole file.
  std::optional<std::uint32_t> target;
  std::vector<const rules::Finding*> findings;
};

/// Reported after suppressions were applied.
bool about_suppressions(const rules::Rule& rule) {
  return rule.info.id.starts_with("suppression-");
}

/// What can be ignored, in the order of the findings.
class Ignorables {
 public:
  void add(const rules::Finding& finding, std::optional<std::uint32_t> target) {
    const auto [known, fresh] = places_.try_emplace({finding.rule, target}, all_.size());
    if (fresh) all_.push_back({finding.rule, target, {}});
    all_[known->second].findings.push_back(&finding);
  }
  [[nodiscard]] const std::vector<Ignorable>& all() const { return all_; }

 private:
  std::map<std::pair<const rules::Rule*, std::optional<std::uint32_t>>, std::size_t> places_;
  std::vector<Ignorable> all_;
};

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

/// Where the exchange starts.
std::uint32_t target_of(const readers::Document& document, const Exchange& exchange) {
  return line_begin(document, exchange.request.line.span().begin);
}

/// What the markup puts in front of the line at `begin`: an indent, quote marks.
std::string_view lead_of(const readers::Document& document, std::uint32_t begin) {
  const std::string_view rest = document.text().substr(begin);
  return rest.substr(0, std::min(rest.find_first_not_of(" \t>"), rest.size()));
}

/// The start of the listing around a place, where a line above it is read as a comment. Behind the
/// mark of a list item it would be an item of its own.
std::optional<std::uint32_t> listing_of(const readers::Document& document, const Text& place) {
  const auto listing = document.listing_at(place.span().begin);
  if (!listing) return std::nullopt;
  const std::uint32_t begin = line_begin(document, listing->begin);
  const std::string_view opening = document.text().substr(begin + lead_of(document, begin).size());
  const bool starts =
      document.format() == readers::Format::Markdown
          ? opening.starts_with("```") || opening.starts_with("~~~")
          : opening.starts_with('[') || opening.starts_with("..") || opening.starts_with("```");
  return starts ? std::optional(begin) : std::nullopt;
}

std::optional<std::uint32_t> target_of(const readers::Document& document,
                                       const rules::Finding& finding) {
  if (document.format() != readers::Format::Http) return listing_of(document, finding.place);
  const Exchange* exchange = finding.exchange;
  if (!exchange || !exchange->request.stated()) return std::nullopt;
  return target_of(document, *exchange);
}

Ignorables ignorables(const lint::Analysis& analysis, text::Span asked) {
  Ignorables found;
  for (const rules::Finding& finding : analysis.findings()) {
    if (!touches(finding.place.span(), asked) || about_suppressions(*finding.rule)) continue;
    if (const auto target = target_of(analysis.document(), finding)) found.add(finding, target);
    found.add(finding, std::nullopt);
  }
  return found;
}

/// The first suppression comment of each target.
using Existing = std::map<std::optional<std::uint32_t>, const Suppression*>;

Existing existing(const readers::Document& document) {
  Existing all;
  for (const Suppression* one : document.suppressions()) {
    if (one->rules.empty()) continue;
    switch (one->scope) {
      case Suppression::Scope::File: all.try_emplace(std::nullopt, one); break;
      case Suppression::Scope::Exchange:
        all.try_emplace(target_of(document, *one->exchange), one);
        break;
      case Suppression::Scope::Line:
        if (const auto listing = document.listing_at(one->target.span().begin);
            listing && one->target.span().begin == listing->begin) {
          all.try_emplace(line_begin(document, listing->begin), one);
        }
        break;
    }
  }
  return all;
}

/// With room for the reason.
std::string comment(readers::Format format, std::string_view mark, std::string_view id) {
  switch (format) {
    case readers::Format::Markdown: return fmt::format("<!-- {} {}: -->", mark, id);
    case readers::Format::AsciiDoc: return fmt::format("// {} {}: ", mark, id);
    case readers::Format::ReStructuredText: return fmt::format(".. {} {}: ", mark, id);
    default: return fmt::format("# {} {}: ", mark, id);
  }
}

/// Behind the metadata that a document for people may start with.
std::uint32_t behind_front_matter(const readers::Document& document) {
  const std::string_view text = document.text();
  const text::LineIndex& lines = document.lines();
  const auto line = [&](std::uint32_t number) {
    const text::Span span = lines.line(text, number);
    return text.substr(span.begin, span.size());
  };
  const std::uint32_t begin = top(text);
  if (document.format() != readers::Format::Markdown || line(0).substr(begin) != "---") {
    return begin;
  }
  for (std::uint32_t number = 1; number < lines.line_count(); ++number) {
    if (line(number) == "---") return lines.line(text, number + 1).begin;
  }
  return begin;
}

text::Edit suppressing(const readers::Document& document, const Existing& present,
                       const Ignorable& ignorable) {
  const std::string_view id = ignorable.rule->info.id;
  if (const auto there = present.find(ignorable.target); there != present.end()) {
    const std::uint32_t end = there->second->rules.back().span().end;
    return {{end, end}, fmt::format(", {}", id)};
  }
  const std::string_view mark = ignorable.target ? "wiretag-ignore" : "wiretag-ignore-file";
  const std::uint32_t at = ignorable.target.value_or(behind_front_matter(document));
  const readers::Format format = document.format();
  std::string line = comment(format, mark, id);
  line += line_end_after(document.text(), at);
  // In these a text right below would be part of the comment.
  if (!ignorable.target && format == readers::Format::ReStructuredText) {
    line += line_end_after(document.text(), at);
  }
  if (!ignorable.target || format == readers::Format::Http) return {{at, at}, std::move(line)};
  return {{at, at}, fmt::format("{}{}", lead_of(document, at), line)};
}

/// Comments of the document can suppress rules, and a fix may write one.
bool takes_comments(readers::Format format) {
  switch (format) {
    case readers::Format::Http:
    case readers::Format::Markdown:
    case readers::Format::AsciiDoc:
    case readers::Format::ReStructuredText: return true;
    default: return false;
  }
}

}  // namespace

void add_ignore_actions(const Session& session, OpenDocument& document, text::Span asked,
                        json& actions) {
  if (!takes_comments(document.read().format())) return;
  const Places places(document.read(), session.capabilities.units);
  const Existing present = existing(document.read());
  const bool http = document.read().format() == readers::Format::Http;
  const std::string_view target = http ? "for this exchange" : "for this listing";
  const Ignorables found = ignorables(document.analysis(), asked);
  for (const Ignorable& ignorable : found.all()) {
    json diagnostics = json::array();
    for (const rules::Finding* finding : ignorable.findings) {
      diagnostics.push_back(diagnostic(*finding, document.uri(), places));
    }
    const std::string_view where = ignorable.target ? target : "in this file";
    actions.push_back(
        {{"title", fmt::format("Ignore {} {}", ignorable.rule->info.id, where)},
         {"kind", "quickfix"},
         {"diagnostics", std::move(diagnostics)},
         {"edit",
          workspace_edit(session, document, {suppressing(document.read(), present, ignorable)})}});
  }
}

}  // namespace wiretag::lsp
