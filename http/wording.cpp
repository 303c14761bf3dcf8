#include "http/wording.h"

#include <fmt/format.h>

namespace wiretag::http::wording {

std::string name_of(Method m) {
  const std::string_view name = to_string(m);
  return name.empty() ? "this method" : std::string(name);
}

std::string current_tag(const ServerState& state) {
  if (!state.etag.known() || !state.etag.value) return "the current tag";
  return fmt::format("the current tag {}", to_string(*state.etag.value));
}

std::string last_modified(const ServerState& state) {
  if (!state.last_modified.known() || !state.last_modified.value) {
    return "the server's Last-Modified";
  }
  return fmt::format("Last-Modified \"{}\"", to_string(*state.last_modified.value));
}

std::string value_of(const IfRange& condition) {
  if (condition.tag) return to_string(*condition.tag);
  return fmt::format("\"{}\"", condition.text);
}

std::string mismatch(const TagList& list, const ServerState& state) {
  if (list.members.size() == 1) {
    return fmt::format("{} is not {}", list.members.front().text, current_tag(state));
  }
  return fmt::format("none of the {} listed tags is {}", list.members.size(), current_tag(state));
}

std::string whole_body(const ServerState& state) {
  if (!state.length.known() || !state.length.value) return "the whole body";
  return fmt::format("all {} bytes", *state.length.value);
}

}  // namespace wiretag::http::wording
