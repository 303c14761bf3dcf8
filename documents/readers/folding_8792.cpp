#include "documents/readers/folding_8792.h"

#include <algorithm>
#include <string_view>

#include "documents/readers/text_lines.h"

namespace wiretag::readers {
namespace {

enum class Folding : std::uint8_t { None, Single, Double };

Folding announced(std::string_view line) {
  const std::size_t note = line.find("NOTE: '\\");
  if (note == std::string_view::npos || line.find("8792", note) == std::string_view::npos) {
    return Folding::None;
  }
  const std::string_view rest = line.substr(note + 8);
  if (rest.starts_with("'")) return Folding::Single;
  return rest.starts_with("\\'") ? Folding::Double : Folding::None;
}

std::string_view without_indent(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

}  // namespace

std::optional<Decoding> unfold_8792(const Origin& source) {
  constexpr std::size_t kFirstLines = 5;
  const std::vector<TextLine> lines = text_lines(source.text());
  std::size_t note = 0;
  Folding folding = Folding::None;
  for (; note < std::min(lines.size(), kFirstLines); ++note) {
    folding = announced(lines[note].text);
    if (folding != Folding::None) break;
  }
  if (folding == Folding::None) return std::nullopt;

  Decoding decoding(source);
  for (std::size_t i = 0; i < note; ++i) decoding.copy(lines[i].whole());
  bool joins = false;
  for (std::size_t i = note + 1; i < lines.size(); ++i) {
    std::string_view text = lines[i].text;
    if (joins) text = without_indent(text);
    if (joins && folding == Folding::Double && text.starts_with('\\')) text.remove_prefix(1);
    joins = text.ends_with('\\') && i + 1 < lines.size() &&
            (folding == Folding::Single || without_indent(lines[i + 1].text).starts_with('\\'));
    if (joins) text.remove_suffix(1);
    decoding.copy(text);
    if (!joins) decoding.copy(lines[i].end);
  }
  return decoding;
}

}  // namespace wiretag::readers
