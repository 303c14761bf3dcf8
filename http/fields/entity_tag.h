#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wiretag::http {

/// An entity tag (RFC 9110 8.8.3). `opaque` excludes the quotes; it may be empty and may hold any
/// byte that etagc allows.
struct EntityTag {
  std::string_view opaque;
  bool weak = false;

  bool operator==(const EntityTag&) const = default;
};

/// Parses one entity tag that fills `text` (no surrounding blanks). `W/` is case-sensitive.
[[nodiscard]] std::optional<EntityTag> parse_entity_tag(std::string_view text);

/// Strong comparison (RFC 9110 8.8.3.2): both strong and equal byte for byte.
[[nodiscard]] bool strong_match(const EntityTag& a, const EntityTag& b);

/// Weak comparison (RFC 9110 8.8.3.2): opaque parts equal byte for byte, `W/` disregarded.
[[nodiscard]] bool weak_match(const EntityTag& a, const EntityTag& b);

/// The tag as it stands on the wire, with quotes and `W/`.
[[nodiscard]] std::string to_string(const EntityTag& tag);

/// How a text that was meant as an entity tag departs from the grammar.
enum class TagFault : std::uint8_t {
  None,
  Unquoted,          ///< `v42`, `W/v42`: no quote on either side
  WeakFlag,          ///< `w/"x"`, `W"x"`, `W\"x"`, `W/ "x"`
  WrongQuotes,       ///< `'x'`, typographic quotes, backticks, `&quot;`, `%22`
  HalfQuoted,        ///< a quote on one side only
  IllegalCharacter,  ///< quoted, but with a blank, a control byte or an inner quote
  Empty,             ///< no text at all
};

/// Names the fault of a single tag text; None where `text` is an entity tag. None for `*` too: it
/// is no tag, but no misspelt one either. `"W/x"` is a legal strong tag.
[[nodiscard]] TagFault tag_fault(std::string_view text);

/// A repaired spelling of the same tag where the intent is plain (`v42` to `"v42"`, `w/"x"` to
/// `W/"x"`), else nullopt.
[[nodiscard]] std::optional<std::string> respell_tag(std::string_view text);

/// One member of a list, as written, and the tag if it is one.
struct TagListMember {
  std::string_view text;
  std::optional<EntityTag> tag;
};

/// The value of If-Match or If-None-Match (RFC 9110 13.1.1, 13.1.2): `*`, or a list of entity tags.
struct TagList {
  std::vector<TagListMember>
      members;        ///< without empty members; a `*` inside a list is a member without a tag
  bool star = false;  ///< the whole value is `*`; `members` is then empty

  /// Every member is an entity tag, or the value is `*`. An empty list is valid: it matches
  /// nothing.
  [[nodiscard]] bool valid() const;
  /// There is at least one member, and every one is a weak tag.
  [[nodiscard]] bool only_weak_tags() const;
};

/// Parses the lines of one list field, in order. Commas inside quotes are content; empty members
/// are skipped. A `*` together with anything else makes the list invalid. Never fails: malformed
/// members stay without a tag.
[[nodiscard]] TagList parse_tag_list(const std::vector<std::string_view>& lines);
[[nodiscard]] TagList parse_tag_list(std::string_view line);

}  // namespace wiretag::http
