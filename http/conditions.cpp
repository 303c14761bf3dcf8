#include "http/conditions.h"

#include <algorithm>
#include <utility>

#include "http/fields/text.h"

namespace wiretag::http {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool holds_pair(std::string_view value, std::string_view open, std::string_view close) {
  const std::size_t at = value.find(open);
  return at != kNone && value.find(close, at + open.size()) != kNone;
}

bool is_word_character(char c) {
  return is_letter(c) || is_digit(c) || std::string_view(" _.:-").find(c) != kNone;
}

bool holds_bracketed_word(std::string_view value) {
  for (std::size_t open = value.find('<'); open != kNone; open = value.find('<', open + 1)) {
    const std::size_t close = value.find('>', open);
    if (close == kNone) return false;
    const std::string_view word = value.substr(open + 1, close - open - 1);
    if (!word.empty() && (is_letter(word.front()) || word.front() == '.') &&
        std::ranges::all_of(word, is_word_character)) {
      return true;
    }
  }
  return false;
}

bool holds_final_dots(std::string_view value) {
  bool quoted = false;
  std::size_t dots = 0;
  for (char c : value) {
    if (c == '"' && dots >= 3) return true;
    if (c == ',' && dots >= 3 && !quoted) return true;
    if (c == '"') quoted = !quoted;
    dots = c == '.' ? dots + 1 : 0;
  }
  return dots >= 3;
}

bool is_redacted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  return value.size() >= 3 && std::ranges::all_of(value, [](char c) { return c == '*'; });
}

bool conditions(FieldName name) {
  return name == FieldName::IfMatch || name == FieldName::IfNoneMatch ||
         name == FieldName::IfModifiedSince || name == FieldName::IfUnmodifiedSince ||
         name == FieldName::IfRange || name == FieldName::Range;
}

/// Leaves the tags that the list spells out; the rest stands for something else.
void keep_literal_tags(TagList& list) {
  std::erase_if(list.members, [](const auto& m) { return !m.tag || is_placeholder(m.text); });
  list.star = false;
}

}  // namespace

bool is_placeholder(std::string_view value) {
  value = trim_blanks(value);
  return holds_pair(value, "{{", "}}") || holds_pair(value, "${", "}") ||
         holds_bracketed_word(value) || value.find(kEllipsis) != kNone || holds_final_dots(value) ||
         is_redacted(value);
}

bool ConditionReader::marked(TemplatedField field) const {
  return (request_.templated_fields & static_cast<std::uint8_t>(field)) != 0;
}

bool ConditionReader::mark_if_placeholder(TemplatedField field, std::string_view value) {
  if (!is_placeholder(value)) return false;
  request_.templated_fields =
      static_cast<std::uint8_t>(request_.templated_fields | static_cast<std::uint8_t>(field));
  return true;
}

void ConditionReader::unmark(TemplatedField field) {
  request_.templated_fields =
      static_cast<std::uint8_t>(request_.templated_fields & ~static_cast<std::uint8_t>(field));
}

void ConditionReader::add_tags(std::vector<std::string_view>& lines, TemplatedField field,
                               std::string_view value) {
  lines.push_back(value);
  mark_if_placeholder(field, value);
}

// A repeated single-value field is ignored whatever its values are, so a placeholder in it leaves
// nothing unknown.
void ConditionReader::add_date(std::optional<DateCondition>& date, TemplatedField field,
                               std::string_view value) {
  if (date) {
    date->date.reset();
    unmark(field);
    return;
  }
  date = DateCondition{value, std::nullopt};
  if (!mark_if_placeholder(field, value)) date->date = parse_http_date(value);
}

void ConditionReader::add_if_range(std::string_view value) {
  if (request_.if_range) {
    request_.if_range = IfRange{request_.if_range->text, std::nullopt, std::nullopt};
    unmark(TemplatedField::IfRange);
  } else if (mark_if_placeholder(TemplatedField::IfRange, value)) {
    request_.if_range = IfRange{value, std::nullopt, std::nullopt};
  } else {
    request_.if_range = parse_if_range(value);
  }
}

void ConditionReader::add_range(std::string_view value) {
  if (request_.range) {
    request_.range = RangeField{};
    unmark(TemplatedField::Range);
    return;
  }
  request_.range_text = value;
  const bool placeholder = mark_if_placeholder(TemplatedField::Range, value);
  request_.range = placeholder ? RangeField{} : parse_range(value);
}

void ConditionReader::add(FieldName name, std::string_view value) {
  value = trim_blanks(value);
  if (conditions(name)) request_.lines.push_back({name, value});
  switch (name) {
    case FieldName::IfMatch: return add_tags(if_match_, TemplatedField::IfMatch, value);
    case FieldName::IfNoneMatch:
      return add_tags(if_none_match_, TemplatedField::IfNoneMatch, value);
    case FieldName::IfModifiedSince:
      return add_date(request_.if_modified_since, TemplatedField::IfModifiedSince, value);
    case FieldName::IfUnmodifiedSince:
      return add_date(request_.if_unmodified_since, TemplatedField::IfUnmodifiedSince, value);
    case FieldName::IfRange: return add_if_range(value);
    case FieldName::Range: return add_range(value);
    default: return;
  }
}

ConditionalRequest ConditionReader::finish() && {
  if (!if_match_.empty()) request_.if_match = parse_tag_list(if_match_);
  if (!if_none_match_.empty()) request_.if_none_match = parse_tag_list(if_none_match_);
  if (marked(TemplatedField::IfMatch)) keep_literal_tags(*request_.if_match);
  if (marked(TemplatedField::IfNoneMatch)) keep_literal_tags(*request_.if_none_match);
  request_.templated = request_.templated_fields != 0;
  return std::move(request_);
}

}  // namespace wiretag::http
