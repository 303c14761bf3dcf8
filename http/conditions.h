#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "http/fields/date.h"
#include "http/fields/entity_tag.h"
#include "http/fields/field_name.h"
#include "http/fields/if_range.h"
#include "http/fields/range.h"
#include "http/method.h"

namespace wiretag::http {

/// A date condition. Repeated lines, lists and anything that is no HTTP-date leave `date` empty:
/// the field is ignored (RFC 9110 13.1.3, 13.1.4).
struct DateCondition {
  std::string_view text;
  std::optional<ParsedDate> date;
};

/// A line of a precondition, If-Range or Range, without the blanks around its value.
struct ConditionLine {
  FieldName name{};
  std::string_view value;
};

/// Bits of `ConditionalRequest::templated_fields`.
enum class TemplatedField : std::uint8_t {
  IfMatch = 1,
  IfNoneMatch = 2,
  IfModifiedSince = 4,
  IfUnmodifiedSince = 8,
  IfRange = 16,
  Range = 32,
};

/// What a request asks of the server, as far as status prediction reads it. Views point into the
/// caller's text. A templated field is present but not parsed: no date, no tag, no ranges. A
/// templated list keeps the entity tags that it spells out and nothing else. Ask `is_templated`
/// before calling such a field invalid.
struct ConditionalRequest {
  Method method = Method::Get;
  std::optional<TagList> if_match;
  std::optional<TagList> if_none_match;
  std::optional<DateCondition> if_modified_since;
  std::optional<DateCondition> if_unmodified_since;
  std::optional<IfRange> if_range;
  std::optional<RangeField> range;
  std::string_view range_text;  ///< the Range value as written
  bool templated =
      false;  ///< a consulted field holds a `{{variable}}` or a placeholder: its value is unknown
  std::uint8_t templated_fields =
      0;  ///< which ones; 0 next to `templated` means every field that is present
  std::vector<ConditionLine> lines;  ///< as they stand on the wire, in order

  /// Any of the four preconditions, If-Range or Range is present.
  [[nodiscard]] bool conditional() const {
    return if_match || if_none_match || if_modified_since || if_unmodified_since || if_range ||
           range;
  }
  [[nodiscard]] bool is_templated(TemplatedField field) const {
    if (templated_fields == 0) return templated;
    return (templated_fields & static_cast<std::uint8_t>(field)) != 0;
  }
  /// A precondition that 304 can answer is present.
  [[nodiscard]] bool asks_not_modified() const { return if_none_match || if_modified_since; }
};

/// Collects the field lines of one request in order; lines that are no condition are ignored.
class ConditionReader {
 public:
  explicit ConditionReader(Method method) { request_.method = method; }

  void add(FieldName name, std::string_view value);
  [[nodiscard]] ConditionalRequest finish() &&;

 private:
  void add_tags(std::vector<std::string_view>& lines, TemplatedField field, std::string_view value);
  void add_date(std::optional<DateCondition>& date, TemplatedField field, std::string_view value);
  void add_if_range(std::string_view value);
  void add_range(std::string_view value);
  bool mark_if_placeholder(TemplatedField field, std::string_view value);
  void unmark(TemplatedField field);
  [[nodiscard]] bool marked(TemplatedField field) const;

  ConditionalRequest request_;
  std::vector<std::string_view> if_match_;
  std::vector<std::string_view> if_none_match_;
};

/// A value that stands for another one. It holds
/// - `{{…}}` or `${…}`,
/// - `<word>`: a letter, then letters, digits, blanks and `_ . : -`,
/// - the character U+2026 (`…`) anywhere,
/// - three dots at its end, before a closing quote, or before a comma outside quotes: `"a..."` but
/// not `"a...b"`,
/// - nothing but three or more asterisks (a redacted value), with or without quotes; a lone `*` is
/// a value.
[[nodiscard]] bool is_placeholder(std::string_view value);

}  // namespace wiretag::http
