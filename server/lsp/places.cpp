#include "server/lsp/places.h"

#include <algorithm>

namespace wiretag::lsp {
namespace {

/// Calls `visit` with every text of the heads and notes of an exchange.
template <typename Visit>
void each_line(const Exchange& exchange, Visit visit) {
  const auto each = [&](const Text& line, const Fields& fields) {
    visit(line);
    for (const Field& field : fields.lines()) visit(field.name().through(field.value()));
  };
  each(exchange.request.line, exchange.request.fields);
  for (const Response& interim : exchange.interim) each(interim.line, interim.fields);
  if (exchange.response) each(exchange.response->line, exchange.response->fields);
  const Annotations& notes = exchange.notes;
  for (const OriginNote& note : notes.origin) visit(note.comment);
  for (const Text& text : {notes.node, notes.server, notes.at, notes.expect}) visit(text);
}

template <typename Visit>
void each_body(const Exchange& exchange, Visit visit) {
  visit(exchange.request.body.text);
  for (const Response& interim : exchange.interim) visit(interim.body.text);
  if (exchange.response) visit(exchange.response->body.text);
}

void widen(std::optional<text::Span>& span, const Text& text) {
  if (!text.placed()) return;
  const text::Span more = text.span();
  span = span ? text::Span{std::min(span->begin, more.begin), std::max(span->end, more.end)} : more;
}

text::Span head_of(const Text& line, const Fields& fields) {
  std::optional<text::Span> span;
  widen(span, line);
  if (!fields.empty()) {
    widen(span, fields.lines().front().name());
    widen(span, fields.lines().back().value());
  }
  return span.value_or(text::Span{});
}

const Field* field_at(const Fields& fields, std::uint32_t offset) {
  const auto& lines = fields.lines();
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const Field& field) {
    return touches(field.value().span(), {offset, offset});
  });
  return found == lines.end() ? nullptr : &*found;
}

}  // namespace

Range Places::range(text::Span span) const {
  const text::LineIndex& lines = document_.lines();
  return {lines.position(document_.text(), span.begin, units_),
          lines.position(document_.text(), span.end, units_)};
}

std::uint32_t Places::offset(text::Position position) const {
  return document_.lines().offset(document_.text(), position, units_);
}

text::Span Places::span(const Range& range) const {
  return {offset(range.start), offset(range.end)};
}

text::Span extent(const Exchange& exchange) {
  std::optional<text::Span> span;
  each_line(exchange, [&](const Text& text) { widen(span, text); });
  each_body(exchange, [&](const Text& text) { widen(span, text); });
  return span.value_or(text::Span{});
}

const Judged* judged_at(const Traffic& traffic, std::uint32_t offset) {
  const Judged* found = nullptr;
  for (const Judged* judged : traffic.judged()) {
    if (touches(extent(judged->exchange), {offset, offset})) found = judged;
  }
  return found;
}

text::Span head(const Request& request) { return head_of(request.line, request.fields); }

text::Span head(const Response& response) { return head_of(response.line, response.fields); }

text::Span part_at(const Exchange& exchange, std::uint32_t offset) {
  const Field* field = field_at(exchange.request.fields, offset);
  if (!field && exchange.response) field = field_at(exchange.response->fields, offset);
  if (field) return field->value().span();
  text::Span part;
  each_line(exchange, [&](const Text& text) {
    if (text.placed() && touches(text.span(), {offset, offset})) part = text.span();
  });
  return part;
}

bool in_body(const Exchange& exchange, std::uint32_t offset) {
  bool inside = false;
  each_body(exchange, [&](const Text& text) {
    inside = inside || (text.placed() && text.span().contains(offset));
  });
  return inside;
}

}  // namespace wiretag::lsp
