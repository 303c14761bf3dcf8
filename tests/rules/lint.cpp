#include "tests/rules/lint.h"

#include <algorithm>
#include <numeric>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "documents/readers/document.h"
#include "documents/text/line_index.h"
#include "server/lint/analysis.h"

namespace wiretag::rules::tests {
namespace {

constexpr std::string_view kPath = "case.http";

std::vector<Seen> seen_in(const readers::Document& document, const lint::Selection& selection) {
  const lint::Analysis analysis(document, selection);
  std::vector<Seen> all;
  for (const Finding& finding : analysis.findings()) {
    const text::LineIndex& lines = document.lines();
    const text::Span span = finding.place.span();
    const text::Position begin =
        lines.position(document.text(), span.begin, text::Units::CodePoints);
    const std::uint32_t line_end = lines.line(document.text(), begin.line).end;
    const text::Position end =
        lines.position(document.text(), std::min(span.end, line_end), text::Units::CodePoints);
    Seen seen{std::string(finding.rule->info.id),
              finding.severity,
              finding.message,
              begin.line,
              begin.column,
              end.column,
              {},
              {}};
    for (const Related& related : finding.related) {
      const text::Span at = related.place.span();
      seen.related.push_back(fmt::format("{}-{} {}", at.begin, at.end, related.message));
    }
    for (const Fix& fix : finding.fixes) {
      std::string shown = fix.title;
      for (const text::Edit& edit : lint::edits_of(fix)) {
        shown += fmt::format(" [{}-{} {}]", edit.span.begin, edit.span.end, edit.text);
      }
      seen.fixes.push_back(std::move(shown));
    }
    all.push_back(std::move(seen));
  }
  return all;
}

struct Piece {
  std::size_t begin;
  std::size_t end;
  bool typed = false;
};

std::vector<Piece> cut(std::size_t size, std::mt19937& random) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < size;) {
    const std::size_t end = std::min(size, at + 1 + random() % 40);
    pieces.push_back({at, end});
    at = end;
  }
  return pieces;
}

}  // namespace

std::string to_string(const Seen& seen) {
  return fmt::format("{}:{}-{} {} {}: {}", seen.line + 1, seen.begin, seen.end,
                     rules::to_string(seen.severity), seen.rule, seen.message);
}

std::vector<Seen> lint(const std::string& text, const lint::Selection& selection) {
  return seen_in(readers::Document(std::string(kPath), text), selection);
}

lint::Selection selection_for(std::string_view rule) {
  lint::Selection selection;
  const Rule* found = find_rule(rule);
  if (!found) return selection;
  if (selection.enabled(*found) && found->info.severity >= selection.severity) return selection;
  selection.select = {std::string(rule)};
  selection.severity = Severity::Hint;
  return selection;
}

std::vector<Seen> lint_with(const std::string& text, std::string_view rule) {
  std::vector<Seen> seen = lint(text);
  const lint::Selection selection = selection_for(rule);
  if (selection.select.empty()) return seen;
  const std::vector<Seen> own = lint(text, selection);
  seen.insert(seen.end(), own.begin(), own.end());
  return seen;
}

std::vector<Seen> lint_typed(const std::string& text, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Piece> pieces = cut(text.size(), random);
  std::vector<std::size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), random);

  readers::Document document(std::string(kPath), "", readers::Lifetime::Edited);
  for (const std::size_t next : order) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < next; ++i) {
      if (pieces[i].typed) at += pieces[i].end - pieces[i].begin;
    }
    const auto offset = static_cast<std::uint32_t>(at);
    document.edit({offset, offset}, std::string_view(text).substr(
                                        pieces[next].begin, pieces[next].end - pieces[next].begin));
    pieces[next].typed = true;
  }
  EXPECT_EQ(document.text(), text);
  return seen_in(document, {});
}

std::string fixed(const std::string& text, FixKind most, const lint::Selection& selection) {
  const lint::Fixed result = lint::fix_all(std::string(kPath), text, selection, most);
  EXPECT_TRUE(result.settled) << "fixes do not come to rest:\n" << result.text;
  return result.text;
}

std::size_t count(const std::vector<Seen>& seen, std::string_view rule) {
  return static_cast<std::size_t>(
      std::count_if(seen.begin(), seen.end(), [&](const Seen& one) { return one.rule == rule; }));
}

void expect_sound(const std::string& text) {
  const std::vector<Seen> fresh = lint(text);
  for (const FixKind most : {FixKind::Safe, FixKind::Unsafe}) {
    const std::string once = fixed(text, most);
    EXPECT_EQ(fixed(once, most), once) << "a second run changes the text";
    EXPECT_LE(count(lint(once), "text-not-understood"), count(fresh, "text-not-understood"))
        << "a fix leaves text that is not understood:\n"
        << once;
  }
  for (unsigned seed = 1; seed <= 3; ++seed) {
    EXPECT_EQ(lint_typed(text, seed), fresh) << "typed in pieces, seed " << seed;
  }
}

void PrintTo(const Seen& seen, std::ostream* out) { *out << to_string(seen); }

}  // namespace wiretag::rules::tests
