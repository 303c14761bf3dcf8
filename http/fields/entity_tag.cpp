#include "http/fields/entity_tag.h"

#include <algorithm>
#include <array>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

constexpr bool is_etagc(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

bool all_etagc(std::string_view text) { return std::ranges::all_of(text, is_etagc); }

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"';
}

std::string quote(std::string_view opaque, bool weak) {
  std::string text = weak ? "W/\"" : "\"";
  text.append(opaque);
  text.push_back('"');
  return text;
}

/// A leading `W/` or `w/` and what follows it.
struct Flagged {
  bool weak = false;
  std::string_view rest;
};

Flagged split_flag(std::string_view text) {
  if (text.starts_with("W/") || text.starts_with("w/")) return {true, text.substr(2)};
  return {false, text};
}

/// The place of the opening quote where `text` begins like a quoted tag, with the weak flag spelt
/// well or badly: `"`, `W/"`, `w/"`, `W"`, `W\"`, `W/ "`. Else kNone.
std::size_t opening_quote(std::string_view text) {
  std::size_t i = 0;
  const auto skip_blanks = [&] {
    while (i < text.size() && is_blank(text[i])) ++i;
  };
  if (i < text.size() && (text[i] == 'W' || text[i] == 'w')) {
    ++i;
    skip_blanks();
    if (i < text.size() && (text[i] == '/' || text[i] == '\\')) ++i;
    skip_blanks();
  }
  return i < text.size() && text[i] == '"' ? i : kNone;
}

constexpr std::array<std::string_view, 14> kWrongQuotes = {"'",
                                                           "`",
                                                           "&quot;",
                                                           "&#34;",
                                                           "%22",
                                                           "\\\"",
                                                           "\xE2\x80\x9C",
                                                           "\xE2\x80\x9D",
                                                           "\xE2\x80\x9E",
                                                           "\xE2\x80\x98",
                                                           "\xE2\x80\x99",
                                                           "\xE2\x80\x9A",
                                                           "\xC2\xAB",
                                                           "\xC2\xBB"};

std::size_t leading_wrong_quote(std::string_view text) {
  for (std::string_view mark : kWrongQuotes) {
    if (text.starts_with(mark)) return mark.size();
  }
  return 0;
}

std::size_t trailing_wrong_quote(std::string_view text) {
  for (std::string_view mark : kWrongQuotes) {
    if (text.ends_with(mark)) return mark.size();
  }
  return 0;
}

struct Delimited {
  std::size_t before = 0;  ///< bytes of the opening mark, 0 without one
  std::size_t after = 0;
  bool wrong = false;  ///< at least one mark is not `"`
  std::string_view inner;
};

/// Takes the marks off both ends, right or wrong ones.
Delimited delimiters(std::string_view text) {
  Delimited d;
  d.before = leading_wrong_quote(text);
  d.wrong = d.before != 0;
  if (d.before == 0 && text.starts_with('"')) d.before = 1;
  const std::string_view rest = text.substr(d.before);
  d.after = trailing_wrong_quote(rest);
  d.wrong = d.wrong || d.after != 0;
  if (d.after == 0 && rest.ends_with('"')) d.after = 1;
  d.inner = rest.substr(0, rest.size() - d.after);
  return d;
}

bool is_bad_weak_flag(std::string_view text) {
  const std::size_t open = opening_quote(text);
  return open != kNone && open > 0 && text.substr(0, open) != "W/" &&
         parse_entity_tag(text.substr(open)).has_value();
}

/// Where the list member that begins `text` ends. A quote counts only where it opens the member and
/// is closed again, so one stray quote does not swallow the members behind it.
std::size_t member_end(std::string_view text) {
  const std::size_t open = opening_quote(text);
  if (open != kNone) {
    const std::size_t close = text.find('"', open + 1);
    if (close != kNone) return std::min(text.find(',', close), text.size());
  }
  return std::min(text.find(','), text.size());
}

void parse_members(std::string_view line, std::vector<TagListMember>& out) {
  while (!line.empty()) {
    if (is_blank(line.front()) || line.front() == ',') {
      line.remove_prefix(1);
      continue;
    }
    const std::size_t end = member_end(line);
    const std::string_view text = trim_blanks(line.substr(0, end));
    out.push_back({text, parse_entity_tag(text)});
    line.remove_prefix(end);
  }
}

}  // namespace

std::optional<EntityTag> parse_entity_tag(std::string_view text) {
  const bool weak = text.starts_with("W/");
  if (weak) text.remove_prefix(2);
  if (!is_quoted(text)) return std::nullopt;
  const std::string_view opaque = text.substr(1, text.size() - 2);
  if (!all_etagc(opaque)) return std::nullopt;
  return EntityTag{opaque, weak};
}

bool strong_match(const EntityTag& a, const EntityTag& b) {
  return !a.weak && !b.weak && a.opaque == b.opaque;
}

bool weak_match(const EntityTag& a, const EntityTag& b) { return a.opaque == b.opaque; }

std::string to_string(const EntityTag& tag) { return quote(tag.opaque, tag.weak); }

TagFault tag_fault(std::string_view text) {
  text = trim_blanks(text);
  if (text.empty()) return TagFault::Empty;
  if (text == "*" || parse_entity_tag(text)) return TagFault::None;
  if (is_bad_weak_flag(text)) return TagFault::WeakFlag;
  const std::string_view tag = split_flag(text).rest;
  const Delimited d = delimiters(tag);
  if (d.before == 0 && d.after == 0) return TagFault::Unquoted;
  if (d.before == 0 || d.after == 0) return TagFault::HalfQuoted;
  return d.wrong ? TagFault::WrongQuotes : TagFault::IllegalCharacter;
}

std::optional<std::string> respell_tag(std::string_view text) {
  text = trim_blanks(text);
  const TagFault fault = tag_fault(text);
  if (fault == TagFault::WeakFlag) {
    const auto tag = parse_entity_tag(text.substr(opening_quote(text)));
    if (!tag || tag->opaque.ends_with('\\')) return std::nullopt;
    return quote(tag->opaque, true);
  }
  if (fault != TagFault::Unquoted && fault != TagFault::WrongQuotes &&
      fault != TagFault::HalfQuoted) {
    return std::nullopt;
  }
  const Flagged flagged = split_flag(text);
  const std::string_view opaque = delimiters(flagged.rest).inner;
  if (!flagged.weak && parse_entity_tag(opaque)) return std::string(opaque);
  if (opaque.empty() || !all_etagc(opaque)) return std::nullopt;
  return quote(opaque, flagged.weak);
}

bool TagList::valid() const {
  return star || std::ranges::all_of(members, [](const auto& m) { return m.tag.has_value(); });
}

bool TagList::only_weak_tags() const {
  return !members.empty() &&
         std::ranges::all_of(members, [](const auto& m) { return m.tag && m.tag->weak; });
}

TagList parse_tag_list(const std::vector<std::string_view>& lines) {
  TagList list;
  std::size_t filled = 0;
  bool star = false;
  for (std::string_view line : lines) {
    line = trim_blanks(line);
    if (line.empty()) continue;
    ++filled;
    star = line == "*";
    parse_members(line, list.members);
  }
  list.star = star && filled == 1;
  if (list.star) list.members.clear();
  return list;
}

TagList parse_tag_list(std::string_view line) {
  return parse_tag_list(std::vector<std::string_view>{line});
}

}  // namespace wiretag::http
