#pragma once

#include "documents/model/exchange.h"
#include "documents/readers/document.h"
#include "documents/text/line_index.h"
#include "documents/traffic/traffic.h"
#include "server/lsp/protocol.h"

namespace wiretag::lsp {

/// Converts between bytes and the client's positions in one text.
class Places {
 public:
  Places(const readers::Document& document, text::Units units)
      : document_(document), units_(units) {}

  [[nodiscard]] Range range(text::Span span) const;
  /// Positions outside the text are clamped.
  [[nodiscard]] std::uint32_t offset(text::Position position) const;
  [[nodiscard]] text::Span span(const Range& range) const;

 private:
  const readers::Document& document_;
  text::Units units_;
};

/// The spans share a byte or touch.
[[nodiscard]] constexpr bool touches(text::Span a, text::Span b) {
  return a.begin <= b.end && b.begin <= a.end;
}

/// From the first to the last byte of an exchange: notes, request, responses.
[[nodiscard]] text::Span extent(const Exchange& exchange);

/// The exchange whose stretch of the file holds the offset; of two that touch there, the later one.
/// nullptr outside of all.
[[nodiscard]] const Judged* judged_at(const Traffic& traffic, std::uint32_t offset);

/// From the first line to the last field; empty where there is neither.
[[nodiscard]] text::Span head(const Request& request);
[[nodiscard]] text::Span head(const Response& response);

/// What stands at `offset` in the exchange: a field value, else a line of a head or a note. Empty
/// where it is neither.
[[nodiscard]] text::Span part_at(const Exchange& exchange, std::uint32_t offset);

/// `offset` is inside a recorded body.
[[nodiscard]] bool in_body(const Exchange& exchange, std::uint32_t offset);

}  // namespace wiretag::lsp
