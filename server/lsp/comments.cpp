#include "server/lsp/comments.h"

#include "http/fields/text.h"

namespace wiretag::lsp {
namespace {

std::size_t marker_size(std::string_view text) {
  if (text.starts_with("//")) return 2;
  if (text.starts_with("###")) return 0;
  return text.starts_with("##") ? 2 : text.starts_with('#') ? 1 : 0;
}

void add(const Body& body, std::vector<text::Span>& all) {
  if (body.recorded()) all.push_back(body.text.span());
}

}  // namespace

std::optional<Comment> read_comment(std::string_view line, std::uint32_t begin) {
  const std::string_view text = http::trim_blanks(line);
  const std::size_t marker = marker_size(text);
  if (marker == 0) return std::nullopt;
  const std::string_view content = http::trim_blanks(text.substr(marker));
  const auto at = [&](std::string_view part) {
    const auto start = begin + static_cast<std::uint32_t>(part.data() - line.data());
    return text::Span{start, start + static_cast<std::uint32_t>(part.size())};
  };
  return Comment{0, at(text), at(content)};
}

std::vector<text::Span> bodies(const readers::Document& document) {
  std::vector<text::Span> all;
  for (const Exchange* exchange : document.exchanges()) {
    add(exchange->request.body, all);
    for (const Response& interim : exchange->interim) add(interim.body, all);
    if (exchange->response) add(exchange->response->body, all);
  }
  return all;
}

std::vector<Comment> comments(const readers::Document& document) {
  std::vector<Comment> all;
  // Elsewhere a line that starts like one is a heading, or whatever the format makes of it.
  if (document.format() != readers::Format::Http) return all;
  each_line_outside_bodies(document, [&](std::uint32_t number, text::Span line) {
    auto comment = read_comment(document.text().substr(line.begin, line.size()), line.begin);
    if (!comment) return;
    comment->line = number;
    all.push_back(*comment);
  });
  return all;
}

}  // namespace wiretag::lsp
