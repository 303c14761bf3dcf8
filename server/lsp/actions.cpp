#include "server/lsp/actions.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lint/fixes.h"
#include "server/lsp/diagnostics.h"
#include "server/lsp/ignore_actions.h"
#include "server/lsp/places.h"
#include "server/lsp/predicted_response.h"
#include "server/lsp/verdict.h"
#include "server/lsp/workspace_edit.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

constexpr std::string_view kQuickFix = "quickfix";
constexpr std::string_view kRefactor = "refactor";
constexpr std::string_view kFixAll = "source.fixAll.wiretag";

/// A kind covers itself and its sub-kinds; the empty kind covers all.
bool covers(std::string_view asked, std::string_view kind) {
  if (asked.empty() || asked == kind) return true;
  return kind.size() > asked.size() && kind.starts_with(asked) && kind[asked.size()] == '.';
}

bool wanted(const CodeActionParams& params, std::string_view kind) {
  return !params.only || std::any_of(params.only->begin(), params.only->end(),
                                     [&](const std::string& asked) { return covers(asked, kind); });
}

/// What the actions of one request are made from.
struct Workbench {
  const Session& session;
  OpenDocument& document;
  Places places;

  [[nodiscard]] json edit(std::vector<text::Edit> edits) const {
    return workspace_edit(session, document, std::move(edits));
  }
};

void add_fixes(const Workbench& bench, const rules::Finding& finding, json& actions) {
  bool preferred = false;
  for (const rules::Fix& fix : finding.fixes) {
    json action{
        {"title", fix.title},
        {"kind", kQuickFix},
        {"diagnostics", json::array({diagnostic(finding, bench.document.uri(), bench.places)})},
        {"edit", bench.edit(lint::edits_of(fix))}};
    if (fix.kind == rules::FixKind::Safe && !preferred) {
      preferred = true;
      action["isPreferred"] = true;
    }
    actions.push_back(std::move(action));
  }
}

void add_tag_note(const Workbench& bench, const Judged& judged, json& actions) {
  const std::uint32_t line = judged.exchange.request.line.span().begin;
  const std::string note =
      fmt::format("{}{}", kTagNote, line_end_after(bench.document.read().text(), line));
  actions.push_back({{"title", "State the current ETag"},
                     {"kind", kQuickFix},
                     {"edit", bench.edit({{{line, line}, note}})}});
}

void add_predicted_responses(const Workbench& bench, text::Span asked, json& actions) {
  for (const Judged* judged : bench.document.analysis().traffic().judged()) {
    if (!touches(extent(judged->exchange), asked)) continue;
    auto edits = predicted_response(bench.document.read(), *judged);
    if (edits.empty()) continue;
    actions.push_back(
        {{"title", fmt::format("Insert the predicted response {}", judged->prediction.status)},
         {"kind", kRefactor},
         {"edit", bench.edit(std::move(edits))}});
  }
}

void add_fix_all(const Workbench& bench, json& actions) {
  auto edits = lint::fix_edits(bench.document.analysis().findings(), rules::FixKind::Safe);
  if (edits.empty()) return;
  actions.push_back({{"title", "Apply all safe fixes of wiretag"},
                     {"kind", kFixAll},
                     {"edit", bench.edit(std::move(edits))}});
}

}  // namespace

json code_actions(Session& session, const CodeActionParams& params) {
  json actions = json::array();
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return actions;
  const Workbench bench{session, *document, Places(document->read(), session.capabilities.units)};
  const lint::Analysis& analysis = document->analysis();
  const bool http = document->read().format() == readers::Format::Http;
  const text::Span asked = bench.places.span(params.range);
  if (wanted(params, kQuickFix)) {
    for (const rules::Finding& finding : analysis.findings()) {
      if (touches(finding.place.span(), asked)) add_fixes(bench, finding, actions);
    }
    for (const Judged* judged : analysis.traffic().judged()) {
      if (http && lacks_tag(*judged) && touches(extent(judged->exchange), asked)) {
        add_tag_note(bench, *judged, actions);
      }
    }
    add_ignore_actions(session, *document, asked, actions);
  }
  if (http && wanted(params, kRefactor)) add_predicted_responses(bench, asked, actions);
  if (wanted(params, kFixAll)) add_fix_all(bench, actions);
  if (session.capabilities.resolves_edits) {
    session.lazy.actions.strip(actions, {"edit"}, document->uri(), document->revision());
  }
  return actions;
}

}  // namespace wiretag::lsp
