#include "server/lsp/predicted_response.h"

#include <string>

#include <fmt/format.h>

#include "http/fields/date.h"
#include "http/fields/entity_tag.h"
#include "http/fields/range.h"
#include "http/status.h"
#include "server/lsp/places.h"
#include "server/lsp/workspace_edit.h"

namespace wiretag::lsp {
namespace {

/// RFC 9110 15.3.7 and 15.4.5: what a 200 would have carried; 15.5.17: the length that there is.
std::vector<std::string> fields_of(const Judged& judged) {
  const http::Prediction& prediction = judged.prediction;
  const http::ServerState& state = judged.state();
  std::vector<std::string> fields;
  const bool selected =
      prediction.status == 200 || prediction.status == 206 || prediction.status == 304;
  if (selected && state.etag.value) {
    fields.push_back(fmt::format("ETag: {}", http::to_string(*state.etag.value)));
  } else if (selected && state.last_modified.value) {
    fields.push_back(fmt::format("Last-Modified: {}", http::to_string(*state.last_modified.value)));
  }
  if (prediction.content_range && !prediction.multipart) {
    fields.push_back(fmt::format("Content-Range: {}", http::to_string(*prediction.content_range)));
  }
  return fields;
}

}  // namespace

std::vector<text::Edit> predicted_response(const readers::Document& document,
                                           const Judged& judged) {
  const Exchange& exchange = judged.exchange;
  if (exchange.medium != Medium::HttpFile || exchange.fragment || exchange.response ||
      !judged.asked() || !judged.conditions.conditional() || !judged.prediction.known()) {
    return {};
  }
  const text::LineIndex& lines = document.lines();
  const std::uint32_t request = exchange.request.line.span().begin;
  const std::string_view end_of_line = line_end_after(document.text(), request);
  const std::uint32_t last = lines.line_of(extent(exchange).end);
  const std::uint32_t below = lines.line(document.text(), last).end;

  std::string response = fmt::format("{}{}HTTP/1.1 {}", end_of_line, end_of_line,
                                     http::with_phrase(judged.prediction.status));
  for (const std::string& field : fields_of(judged)) {
    response += fmt::format("{}{}", end_of_line, field);
  }
  std::vector<text::Edit> edits;
  if (!exchange.notes.mock) {
    edits.push_back({{request, request}, fmt::format("# @mock{}", end_of_line)});
  }
  edits.push_back({{below, below}, std::move(response)});
  return edits;
}

}  // namespace wiretag::lsp
