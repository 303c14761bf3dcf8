#include "server/lsp/selection.h"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "documents/readers/log_reader.h"
#include "server/lsp/comments.h"
#include "server/lsp/places.h"
#include "server/lsp/tags.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

/// The spans around an offset, the innermost first; each is larger than the one before.
class Chain {
 public:
  explicit Chain(std::uint32_t offset) : offset_(offset) {}

  void around(text::Span span) {
    if (span.empty() || !touches(span, {offset_, offset_})) return;
    if (!spans_.empty()) {
      const text::Span inner = spans_.back();
      if (span.begin > inner.begin || span.end < inner.end || span == inner) return;
    }
    spans_.push_back(span);
  }
  void around(const Text& text) {
    if (text.placed()) around(text.span());
  }

  [[nodiscard]] json nested(const Places& places) const {
    if (spans_.empty()) return {{"range", to_json(places.range({offset_, offset_}))}};
    json outer;
    for (auto span = spans_.rbegin(); span != spans_.rend(); ++span) {
      json one{{"range", to_json(places.range(*span))}};
      if (!outer.is_null()) one["parent"] = std::move(outer);
      outer = std::move(one);
    }
    return outer;
  }

 private:
  std::uint32_t offset_;
  std::vector<text::Span> spans_;
};

template <typename Message>
void add_message(const Message& message, Chain& chain) {
  for (const Field& field : message.fields.lines()) {
    chain.around(field.value());
    chain.around(field.name().through(field.value()));
  }
  chain.around(message.line);
  chain.around(head(message));
  chain.around(message.body.text);
}

void add_exchange(const Judged& judged, Chain& chain) {
  const Exchange& exchange = judged.exchange;
  for (const TagUse& use : tag_uses(judged)) chain.around(use.place);
  for (const OriginNote& note : exchange.notes.origin) {
    chain.around(note.value);
    chain.around(note.comment);
  }
  add_message(exchange.request, chain);
  for (const Response& interim : exchange.interim) add_message(interim, chain);
  if (exchange.response) add_message(*exchange.response, chain);
}

/// The column of a log and its line.
void add_log_line(const readers::Document& document, std::uint32_t offset, Chain& chain) {
  const readers::LogContent* log = document.log_at(offset);
  if (!log) return;
  if (const auto column = log->column_at(offset)) chain.around(column->value);
  const text::LineIndex& lines = document.lines();
  chain.around(lines.line(document.text(), lines.line_of(offset)));
}

/// `all` is in order.
const Comment* comment_at(const std::vector<Comment>& all, std::uint32_t offset) {
  const auto found = std::partition_point(
      all.begin(), all.end(), [&](const Comment& comment) { return comment.span.end < offset; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

json selection_ranges(Session& session, const SelectionRangeParams& params) {
  OpenDocument* document = session.documents.find(params.uri);
  if (!document) return nullptr;
  const readers::Document& read = document->read();
  const Places places(read, session.capabilities.units);
  const std::vector<Comment> all_comments = comments(read);
  json all = json::array();
  for (const text::Position position : params.positions) {
    const std::uint32_t offset = places.offset(position);
    Chain chain(offset);
    const Judged* judged = judged_at(document->analysis().traffic(), offset);
    if (judged) add_exchange(*judged, chain);
    if (!judged) add_log_line(read, offset, chain);
    if (const Comment* comment = comment_at(all_comments, offset)) chain.around(comment->span);
    if (judged) chain.around(extent(judged->exchange));
    chain.around({0, static_cast<std::uint32_t>(read.text().size())});
    all.push_back(chain.nested(places));
  }
  return all;
}

}  // namespace wiretag::lsp
