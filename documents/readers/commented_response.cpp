#include "documents/readers/commented_response.h"

#include <algorithm>
#include <span>
#include <string>

#include "documents/readers/comment.h"
#include "documents/readers/text_lines.h"
#include "documents/readers/transcript_text.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using CommentLines = std::span<const Text>;

bool single_line(const Text& comment) {
  return comment.view.find_first_of("\r\n") == std::string_view::npos;
}

/// Prose that starts with a status line goes on in other words.
bool opens_response(CommentLines lines) {
  if (status_of(comment_content(lines[0].view)) < 200) return false;
  if (lines.size() == 1) return true;
  const std::string_view below = comment_content(lines[1].view);
  return below.empty() || !field_name_of(below).empty() || below.starts_with("...");
}

void read_status_line(const Text& comment, Response& response) {
  const std::string_view line = comment_content(comment.view);
  response.line = comment.part(line);
  response.status = status_of(line);
  const std::size_t blank = line.find(' ');
  response.version = comment.part(line.substr(0, blank));
  const std::size_t code = line.find_first_not_of(" \t", blank);
  response.status_text = comment.part(line.substr(code, 3));
  response.reason = comment.part(http::trim_blanks(line.substr(code + 3)));
}

/// Reads field lines from the front of `lines`.
void read_fields(CommentLines& lines, Response& response) {
  for (; !lines.empty() && single_line(lines.front()); lines = lines.subspan(1)) {
    const Text& comment = lines.front();
    const std::string_view line = comment_content(comment.view);
    const std::string_view name = field_name_of(line);
    if (!name.empty()) {
      response.fields.add(Field(comment.origin, whole_lines(comment.origin->text(), comment.view),
                                name, field_value_of(line)));
    } else if (line.starts_with("...")) {
      response.fields.mark_elided();
    } else if (!line.starts_with('@')) {
      return;
    }
  }
}

void read_body(CommentLines lines, Response& response) {
  const auto filled = [](const Text& comment) { return !comment_content(comment.view).empty(); };
  const auto first = std::find_if(lines.begin(), lines.end(), filled);
  if (first == lines.end()) return;
  const auto last = std::find_if(lines.rbegin(), lines.rend(), filled).base() - 1;
  response.body.text =
      first->part(comment_content(first->view)).through(last->part(comment_content(last->view)));
  const std::string_view length = response.fields.value(http::FieldName::ContentLength);
  response.body.elided = length != std::to_string(response.body.text.view.size());
}

}  // namespace

std::optional<Response> read_commented_response(const CommentBlock& block) {
  CommentLines lines(block.lines);
  while (!lines.empty() && !(single_line(lines.front()) && opens_response(lines))) {
    lines = lines.subspan(1);
  }
  if (lines.empty()) return std::nullopt;
  Response response;
  read_status_line(lines.front(), response);
  lines = lines.subspan(1);
  read_fields(lines, response);
  // Nothing but an empty comment ends a head that has content behind it.
  if (!lines.empty() && comment_content(lines.front().view).empty()) read_body(lines, response);
  response.etag = read_etag(response.fields);
  // A line above a request may as well say what that one gets.
  if (block.above_request && response.fields.empty()) return std::nullopt;
  return response;
}

}  // namespace wiretag::readers
