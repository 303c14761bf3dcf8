#include "server/lint/product.h"

#include <fmt/format.h>

#include "http/fields/date.h"

namespace wiretag::lint {
namespace {

using http::FieldName;

/// The clock of the server: its own Date, else the one of an origin note.
std::optional<http::HttpDate> clock_of(const Exchange& exchange) {
  std::string_view text;
  if (exchange.response) text = exchange.response->fields.value(FieldName::Date);
  for (const OriginNote& note : exchange.notes.origin) {
    if (text.empty() && note.kind == OriginNote::Kind::Field && note.field == FieldName::Date) {
      text = note.value.view;
    }
  }
  const auto parsed = http::parse_http_date(text);
  return parsed ? std::optional(parsed->date) : std::nullopt;
}

}  // namespace

std::optional<ProductView> product_view(const Judged& judged,
                                        std::optional<http::Product> fallback) {
  if (!judged.asked()) return std::nullopt;
  const Text& named = judged.exchange.notes.server;
  const auto product = named.empty() ? fallback : http::product(named.view);
  if (!product) return std::nullopt;
  ProductView view;
  view.product = *product;
  view.answer = http::answer(*product, judged.conditions, judged.state(), judged.prediction,
                             clock_of(judged.exchange));
  view.because = http::to_string(view.answer.mechanism);
  return view;
}

std::string product_line(const ProductView& view, const http::Prediction& standard) {
  const std::string_view name = http::to_string(view.product);
  if (view.answer.status == 0) {
    return fmt::format("{}: no prediction, a fact that it looks at is not known", name);
  }
  if (!view.answer.differs && !view.answer.departs) {
    return fmt::format("{} answers {} as well", name, view.answer.status);
  }
  std::string line = fmt::format("{} answers {}: it {}", name, view.answer.status, view.because);
  if (view.answer.departs && standard.known()) {
    line += fmt::format(". The standard asks for {}", standard.status);
  }
  return line;
}

}  // namespace wiretag::lint
