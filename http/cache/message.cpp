#include "http/cache/message.h"

#include <algorithm>

#include "http/fields/text.h"

namespace wiretag::http::cache {
namespace {

template <typename Same>
const FieldLine* first(FieldLines lines, Same same) {
  const auto found = std::ranges::find_if(lines, same);
  return found == lines.end() ? nullptr : &*found;
}

template <typename Same>
std::vector<std::string_view> all(FieldLines lines, Same same) {
  std::vector<std::string_view> out;
  for (const FieldLine& line : lines) {
    if (same(line)) out.push_back(line.value);
  }
  return out;
}

auto with_id(FieldName id) {
  return [id](const FieldLine& line) { return line.id == id; };
}

auto with_name(std::string_view name) {
  return [name](const FieldLine& line) { return equal_ignoring_case(line.name, name); };
}

}  // namespace

const FieldLine* find(FieldLines lines, FieldName id) { return first(lines, with_id(id)); }
const FieldLine* find(FieldLines lines, std::string_view name) {
  return first(lines, with_name(name));
}

std::vector<std::string_view> values(FieldLines lines, FieldName id) {
  return all(lines, with_id(id));
}

std::vector<std::string_view> values(FieldLines lines, std::string_view name) {
  return all(lines, with_name(name));
}

}  // namespace wiretag::http::cache
