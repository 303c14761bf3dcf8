#include "server/lsp/folding.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/lsp/comments.h"
#include "server/lsp/places.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

class Folds {
 public:
  explicit Folds(const readers::Document& document) : lines_(document.lines()) {}

  void message(text::Span head, const Body& body) {
    if (body.recorded()) {
      stretch({std::min(head.begin, body.text.span().begin), body.text.span().end});
      stretch(body.text.span());
    } else {
      stretch(head);
    }
  }

  void lines(std::uint32_t first, std::uint32_t last, const char* kind = nullptr) {
    if (first >= last) return;
    json fold{{"startLine", first}, {"endLine", last}};
    if (kind) fold["kind"] = kind;
    all_.push_back(std::move(fold));
  }

  [[nodiscard]] json take() { return std::move(all_); }

 private:
  void stretch(text::Span span) { lines(lines_.line_of(span.begin), lines_.line_of(span.end)); }

  const text::LineIndex& lines_;
  json all_ = json::array();
};

void fold_comments(const readers::Document& document, Folds& folds) {
  const std::vector<Comment> all = comments(document);
  for (std::size_t first = 0; first < all.size();) {
    std::size_t last = first;
    while (last + 1 < all.size() && all[last + 1].line == all[last].line + 1) ++last;
    folds.lines(all[first].line, all[last].line, "comment");
    first = last + 1;
  }
}

}  // namespace

json folding_ranges(Session& session, const DocumentParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  // An editor folds JSON by itself.
  if (!document || document->read().format() == readers::Format::Har) return json::array();
  Folds folds(document->read());
  for (const Exchange* exchange : document->read().exchanges()) {
    folds.message(head(exchange->request), exchange->request.body);
    for (const Response& interim : exchange->interim) folds.message(head(interim), interim.body);
    if (exchange->response) folds.message(head(*exchange->response), exchange->response->body);
  }
  fold_comments(document->read(), folds);
  return folds.take();
}

}  // namespace wiretag::lsp
