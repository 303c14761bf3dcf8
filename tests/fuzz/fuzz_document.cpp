#include <cstdint>
#include <cstdlib>
#include <string>

#include "documents/readers/document.h"
#include "http/explain.h"
#include "server/lint/analysis.h"
#include "server/lint/fixes.h"

namespace {

using wiretag::lint::Analysis;
using wiretag::lint::Selection;
using wiretag::readers::Document;
using wiretag::readers::Lifetime;

std::string shown(const Document& document) {
  Selection selection;
  selection.severity = wiretag::rules::Severity::Hint;
  std::string out;
  const Analysis analysis(document, selection);
  for (const auto& finding : analysis.findings()) {
    out += finding.rule->info.id;
    out += std::to_string(finding.place.span().begin);
    out += finding.message;
  }
  for (const wiretag::Judged* judged : analysis.traffic().judged()) {
    out += wiretag::http::reason(judged->conditions, judged->state(), judged->prediction);
  }
  return out;
}

}  // namespace

/// The first two bytes choose where the text is cut: the second part arrives as an edit, and the
/// result is what a fresh read of the whole gives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t cut = (data[0] * 256U + data[1]) % (text.size() + 1);
  Document edited("x.http", text.substr(0, cut), Lifetime::Edited);
  const auto end = static_cast<std::uint32_t>(cut);
  edited.edit({end, end}, text.substr(cut));
  if (shown(edited) != shown(Document("x.http", text))) std::abort();
  (void)wiretag::lint::fix_all("x.http", text, {}, wiretag::rules::FixKind::Unsafe);
  return 0;
}
