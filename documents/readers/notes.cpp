#include "documents/readers/notes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "documents/readers/comment.h"
#include "http/fields/entity_tag.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

struct NameAndValue {
  std::string_view name;
  std::string_view value;
};

std::optional<NameAndValue> header_line(std::string_view s) {
  const std::size_t colon = s.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view name = s.substr(0, colon);
  const bool token = std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
  if (!token) return std::nullopt;
  return NameAndValue{name, http::trim_blanks(s.substr(colon + 1))};
}

/// Fields that a plain comment line may state about the server; `@origin` may also state Date.
bool states_origin(http::FieldName id) {
  using http::FieldName;
  return id == FieldName::ETag || id == FieldName::LastModified || id == FieldName::ContentLength ||
         id == FieldName::AcceptRanges;
}

/// The entity tag at the start of `s`, or an empty view.
std::string_view leading_tag(std::string_view s) {
  const std::size_t open = s.starts_with("W/\"") ? 2
                           : s.starts_with('"')  ? 0
                                                 : std::string_view::npos;
  if (open == std::string_view::npos) return {};
  const std::size_t close = s.find('"', open + 1);
  if (close == std::string_view::npos) return {};
  return s.substr(0, close + 1);
}

void put(Annotations& notes, OriginNote note) {
  std::erase_if(notes.origin, [&](const OriginNote& old) {
    return old.kind == note.kind && old.field == note.field;
  });
  notes.origin.push_back(note);
}

void note_field(const Text& comment, NameAndValue line, bool explicit_form, Annotations& notes) {
  const http::FieldName id = http::field_name(line.name);
  const bool date = explicit_form && id == http::FieldName::Date;
  if (!states_origin(id) && !date) return;
  if (!explicit_form && line.value.empty()) return;
  OriginNote note;
  note.field = id;
  note.value = comment.part(line.value);
  note.comment = comment;
  if (id == http::FieldName::ETag && !line.value.empty()) {
    // Prose behind the tag ("…" as minted by pod A) is not part of it.
    const std::string_view tag = leading_tag(line.value);
    if (!tag.empty() && tag.size() < line.value.size() && !explicit_form) {
      if (line.value.find('"', tag.size()) != std::string_view::npos) return;
      note.value = comment.part(tag);
      note.hedged = true;
    }
  }
  put(notes, note);
}

void note_origin(const Text& comment, std::string_view argument, Annotations& notes) {
  if (http::equal_ignoring_case(argument, "absent")) {
    OriginNote note;
    note.kind = OriginNote::Kind::Absent;
    note.value = comment.part(argument);
    note.comment = comment;
    put(notes, note);
    return;
  }
  int status = 0;
  const auto [end, error] =
      std::from_chars(argument.data(), argument.data() + argument.size(), status);
  if (error == std::errc() && end == argument.data() + argument.size() && status >= 200 &&
      status <= 599) {
    OriginNote note;
    note.kind = OriginNote::Kind::Status;
    note.status = status;
    note.value = comment.part(argument);
    note.comment = comment;
    put(notes, note);
    return;
  }
  if (const auto line = header_line(argument)) note_field(comment, *line, true, notes);
}

void directive(const Text& comment, std::string_view s, Annotations& notes) {
  s.remove_prefix(1);
  const std::size_t end = s.find_first_of(" \t");
  const std::string_view word = s.substr(0, end);
  const std::string_view argument =
      end == std::string_view::npos ? std::string_view() : http::trim_blanks(s.substr(end));
  const Text value = comment.part(argument);
  if (word == "origin") note_origin(comment, argument, notes);
  if (word == "server") notes.server = value;
  if (word == "at") notes.at = value;
  if (word == "expect") notes.expect = value;
  if (word == "mock") notes.mock = true;
  if (word == "recorded") notes.recorded = value;
  if (word == "world") notes.world = value;
  if (word == "node" && !argument.empty()) {
    notes.node = value;
    notes.node_from_sentence = false;
  }
}

bool word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-' || c == '.';
}

template <std::size_t N>
bool any_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view other) {
    return http::equal_ignoring_case(other, word);
  });
}

constexpr std::array<std::string_view, 11> kNodeKinds = {
    "pod",     "node",     "server", "host",      "replica", "instance",
    "backend", "upstream", "origin", "container", "machine"};

/// A word that can name a node: one letter, or something with a digit. Prose words are neither.
bool names_node(std::string_view word, std::string_view rest) {
  if (word.size() == 1) {
    if (word != "a" && word != "A" && word != "i" && word != "I") return true;
    if (word == "A" || word == "I") return true;
    return rest.empty() || std::ispunct(static_cast<unsigned char>(rest.front()));
  }
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)); });
}

/// "pod A" or "pod-a" within a sentence; empty where none or more than one is named.
std::string_view node_in_sentence(std::string_view s) {
  std::string_view found;
  for (std::size_t i = 0; i < s.size();) {
    if (!word_character(s[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < s.size() && word_character(s[i])) ++i;
    std::string_view word = s.substr(begin, i - begin);
    while (word.ends_with('.') || word.ends_with('-')) word.remove_suffix(1);
    std::string_view node;
    const std::size_t dash = word.find('-');
    if (dash != std::string_view::npos && any_of(kNodeKinds, word.substr(0, dash)) &&
        (word.size() - dash == 2 || names_node(word.substr(dash + 1), ""))) {
      node = word;
    } else if (any_of(kNodeKinds, word) && i < s.size() && s[i] == ' ') {
      std::size_t next = i + 1;
      while (next < s.size() && word_character(s[next])) ++next;
      std::string_view name = s.substr(i + 1, next - i - 1);
      while (name.ends_with('.') || name.ends_with('-')) name.remove_suffix(1);
      if (!name.empty() && names_node(name, s.substr(i + 1 + name.size()))) {
        node = s.substr(begin, i + 1 + name.size() - begin);
        i = next;
      }
    }
    if (node.empty()) continue;
    if (!found.empty() && !http::equal_ignoring_case(found, node)) return {};
    found = node;
  }
  return found;
}

constexpr std::array<std::string_view, 12> kHedges = {"was",      "were",   "old",   "older",
                                                      "previous", "before", "after", "until",
                                                      "if",       "would",  "not",   "no"};

bool hedged(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t begin = i;
    while (i < s.size() && std::isalpha(static_cast<unsigned char>(s[i]))) ++i;
    if (i > begin && any_of(kHedges, s.substr(begin, i - begin))) return true;
    if (i == begin) ++i;
  }
  return false;
}

/// "the server's current ETag is W/"v42"": the one tag that such a sentence names, or an empty
/// view.
std::string_view tag_in_sentence(std::string_view s) {
  const std::size_t quote = s.find('"');
  if (quote == std::string_view::npos) return {};
  const std::size_t begin = quote >= 2 && s.substr(quote - 2, 2) == "W/" ? quote - 2 : quote;
  const std::string_view tag = leading_tag(s.substr(begin));
  if (tag.empty() || s.find('"', begin + tag.size()) != std::string_view::npos) return {};

  std::string lead(s.substr(0, begin));
  std::transform(lead.begin(), lead.end(), lead.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 5> kJoints = {"is now", "is", ":", "=", "\xE2\x86\x92"};
  std::string_view left = http::trim_blanks(lead);
  for (const std::string_view joint : kJoints) {
    if (left.ends_with(joint)) {
      left.remove_suffix(joint.size());
      break;
    }
  }
  left = http::trim_blanks(left);
  constexpr std::array<std::string_view, 4> kNouns = {"etag", "e-tag", "entity tag", "validator"};
  const auto noun = std::find_if(kNouns.begin(), kNouns.end(),
                                 [&](std::string_view word) { return left.ends_with(word); });
  if (noun == kNouns.end()) return {};
  left.remove_suffix(noun->size());
  left = http::trim_blanks(left);
  constexpr std::array<std::string_view, 7> kOwners = {"current",  "server's", "servers", "server",
                                                       "origin's", "origins",  "origin"};
  const bool owned = std::any_of(kOwners.begin(), kOwners.end(),
                                 [&](std::string_view word) { return left.ends_with(word); });
  if (!owned || hedged(s)) return {};
  return tag;
}

bool status_line(std::string_view s) {
  return s.size() > 8 && s.starts_with("HTTP/") && std::isdigit(static_cast<unsigned char>(s[5]));
}

}  // namespace

void read_notes(const CommentBlock& block, Annotations& notes) {
  // A response that stands in comments is not a list of origin notes.
  const bool commented_response =
      std::any_of(block.lines.begin(), block.lines.end(),
                  [](const Text& line) { return status_line(comment_content(line.view)); });
  for (const Text& line : block.lines) {
    const std::string_view s = comment_content(line.view);
    if (s.empty() || s.starts_with("wiretag-ignore")) continue;
    if (s.front() == '@') {
      directive(line, s, notes);
      continue;
    }
    if (commented_response) continue;
    if (const auto header = header_line(s);
        header && states_origin(http::field_name(header->name))) {
      note_field(line, *header, false, notes);
      continue;
    }
    if (const std::string_view tag = tag_in_sentence(s); !tag.empty()) {
      note_field(line, {"ETag", tag}, false, notes);
    }
    if (block.above_request && notes.node.empty()) {
      if (const std::string_view node = node_in_sentence(s); !node.empty()) {
        notes.node = line.part(node);
        notes.node_from_sentence = true;
      }
    }
  }
}

}  // namespace wiretag::readers
