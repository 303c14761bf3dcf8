#include "server/lint/fixes.h"

#include <algorithm>

#include "server/lint/analysis.h"

namespace wiretag::lint {
namespace {

constexpr int kRounds = 10;

const rules::Fix* allowed_fix(const rules::Finding& finding, rules::FixKind most) {
  const auto it = std::find_if(finding.fixes.begin(), finding.fixes.end(),
                               [&](const rules::Fix& fix) { return fix.kind <= most; });
  return it == finding.fixes.end() ? nullptr : &*it;
}

bool clashes(const std::vector<text::Edit>& taken, const std::vector<text::Edit>& more) {
  return std::any_of(more.begin(), more.end(), [&](const text::Edit& edit) {
    return std::any_of(taken.begin(), taken.end(), [&](const text::Edit& other) {
      return edit.span.overlaps(other.span) || edit.span.begin == other.span.begin;
    });
  });
}

struct Taken {
  std::vector<text::Edit> edits;
  int fixes = 0;
};

Taken take(const std::vector<rules::Finding>& findings, rules::FixKind most) {
  Taken taken;
  for (const rules::Finding& finding : findings) {
    const rules::Fix* fix = allowed_fix(finding, most);
    if (!fix) continue;
    std::vector<text::Edit> edits = edits_of(*fix);
    if (clashes(taken.edits, edits)) continue;
    ++taken.fixes;
    taken.edits.insert(taken.edits.end(), edits.begin(), edits.end());
  }
  return taken;
}

}  // namespace

std::vector<text::Edit> edits_of(const rules::Fix& fix) {
  std::vector<text::Edit> edits;
  for (const rules::Replacement& replacement : fix.replacements) {
    const Text& place = replacement.place;
    edits.push_back(place.origin->edit(place.view, replacement.text));
  }
  return edits;
}

std::vector<text::Edit> fix_edits(const std::vector<rules::Finding>& findings,
                                  rules::FixKind most) {
  return take(findings, most).edits;
}

Fixed fix_all(const std::string& path, std::string text, const Selection& selection,
              rules::FixKind most, readers::Format format) {
  Fixed fixed{std::move(text), 0, true};
  for (int round = 0; round < kRounds; ++round) {
    const readers::Document document(path, fixed.text, readers::Lifetime::Once, format);
    const Analysis analysis(document, selection);
    Taken taken = take(analysis.findings(), most);
    if (taken.edits.empty()) return fixed;
    fixed.applied += taken.fixes;
    fixed.text = text::apply(fixed.text, std::move(taken.edits));
  }
  fixed.settled = false;
  return fixed;
}

}  // namespace wiretag::lint
