#include "rules/conditions/lines.h"

#include <utility>

namespace wiretag::rules {
namespace {

/// The line end behind `line`, or that of the text where it is the last one.
std::string_view line_end_after(const Text& line) {
  const std::string_view whole = line.origin->text();
  const auto end = static_cast<std::size_t>(line.view.data() - whole.data()) + line.view.size();
  if (line.view.ends_with("\r\n") || whole.substr(end, 2) == "\r\n") return "\r\n";
  return "\n";
}

Fix insert_below(const Text& above, std::string_view line, std::string title) {
  const std::string_view end = line_end_after(above);
  const bool complete = above.view.ends_with('\n');
  std::string text =
      complete ? std::string(line) + std::string(end) : std::string(end) + std::string(line);
  const Text place = above.part(above.view.substr(above.view.size()));
  return {std::move(title), FixKind::Unsafe, {{place, std::move(text)}}};
}

}  // namespace

Fix add_line(const Request& request, std::string_view line, std::string title) {
  if (const Field* host = request.fields.find(http::FieldName::Host)) {
    return insert_below(host->line(), line, std::move(title));
  }
  if (!request.fields.empty()) {
    return insert_below(request.fields.lines().back().line(), line, std::move(title));
  }
  const bool one_line = request.target_text.view == request.target;
  if (!request.line.placed() || !one_line) return {};
  return insert_below(request.line, line, std::move(title));
}

Fix add_line(const Response& response, std::string_view line, std::string title) {
  const auto& lines = response.fields.lines();
  return insert_below(lines.empty() ? response.line : lines.back().line(), line, std::move(title));
}

Fix remove_repeated(const Fields& fields, http::FieldName name, std::string title) {
  Fix fix{std::move(title), FixKind::Unsafe, {}};
  bool first = true;
  for (const Field& field : fields.lines()) {
    if (field.id() != name) continue;
    if (!first) fix.replacements.push_back({field.line(), ""});
    first = false;
  }
  return fix;
}

}  // namespace wiretag::rules
