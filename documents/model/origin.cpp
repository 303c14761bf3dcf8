#include "documents/model/origin.h"

namespace wiretag {
namespace {

std::string_view line_end_of(std::string_view text) {
  if (text.ends_with("\r\n")) return text.substr(text.size() - 2);
  return text.ends_with('\n') ? text.substr(text.size() - 1) : std::string_view();
}

}  // namespace

std::string Origin::written(std::string_view replacement) const {
  const std::string_view prefix = line_prefix();
  std::string text;
  text.reserve(replacement.size());
  for (const char c : replacement) {
    text += c;
    if (c == '\n') text += prefix;
  }
  return text;
}

text::Edit Origin::edit(std::string_view part, std::string_view replacement) const {
  text::Span place = within(part);
  const std::string_view above = line_end_of(text_.substr(0, place.begin));
  const auto size = static_cast<std::uint32_t>(above.size());
  const bool removes = replacement.empty() && !part.empty();
  const bool inserts = part.empty() && line_end_of(replacement) == above;
  if (line_prefix().empty() || above.empty()) return {in_file(part), written(replacement)};
  // Whole lines go behind the line end above them, and go with it: the line below may have another
  // prefix, or none.
  if (inserts) {
    replacement.remove_suffix(size);
    return {in_file(text_.substr(place.begin - size, 0)),
            written(std::string(above).append(replacement))};
  }
  if (removes && (line_end_of(part) == above || place.end == text_.size())) {
    place.end -= static_cast<std::uint32_t>(line_end_of(part).size());
    place.begin -= size;
    return {in_file(text_.substr(place.begin, place.size())), {}};
  }
  if (line_end_of(part) == line_end_of(replacement)) {
    replacement.remove_suffix(line_end_of(part).size());
    part.remove_suffix(line_end_of(part).size());
  }
  return {in_file(part), written(replacement)};
}

}  // namespace wiretag
