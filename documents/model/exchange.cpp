#include "documents/model/exchange.h"

#include <algorithm>

#include <strings.h>

#include "http/conditions.h"

namespace wiretag {
namespace {

text::Span within(const Origin* origin, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(part.data() - origin->text().data());
  return {begin, begin + static_cast<std::uint32_t>(part.size())};
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

Field::Field(const Origin* origin, std::string_view line, std::string_view name,
             std::string_view value)
    : origin_(origin),
      line_(within(origin, line)),
      name_(within(origin, name)),
      value_(within(origin, value)),
      id_(http::field_name(name)) {}

const Field* Fields::find(http::FieldName id) const {
  const auto it = std::find_if(lines_.begin(), lines_.end(),
                               [&](const Field& field) { return field.id() == id; });
  return it == lines_.end() ? nullptr : &*it;
}

const Field* Fields::find(std::string_view name) const {
  const auto it = std::find_if(lines_.begin(), lines_.end(), [&](const Field& field) {
    return same_name(field.name().view, name);
  });
  return it == lines_.end() ? nullptr : &*it;
}

std::size_t Fields::count(http::FieldName id) const {
  return static_cast<std::size_t>(std::count_if(
      lines_.begin(), lines_.end(), [&](const Field& field) { return field.id() == id; }));
}

std::string_view Fields::value(http::FieldName id) const {
  const Field* field = find(id);
  return field ? field->value().view : std::string_view();
}

std::vector<std::string_view> Fields::values(http::FieldName id) const {
  std::vector<std::string_view> values;
  for (const Field& field : lines_) {
    if (field.id() == id) values.push_back(field.value().view);
  }
  return values;
}

std::optional<http::EntityTag> read_etag(const Fields& fields) {
  if (fields.count(http::FieldName::ETag) != 1) return std::nullopt;
  const std::string_view value = fields.value(http::FieldName::ETag);
  if (http::is_placeholder(value)) return std::nullopt;
  return http::parse_entity_tag(value);
}

}  // namespace wiretag
