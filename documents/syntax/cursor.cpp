#include "documents/syntax/cursor.h"

namespace wiretag::syntax {

Cursor::Cursor(const Tree& tree) : cursor_(ts_tree_cursor_new(ts_tree_root_node(tree.get()))) {}

bool Cursor::to_named() {
  while (!ts_node_is_named(ts_tree_cursor_current_node(&cursor_))) {
    if (!ts_tree_cursor_goto_next_sibling(&cursor_)) return false;
  }
  return true;
}

bool Cursor::first_child() {
  if (!ts_tree_cursor_goto_first_child(&cursor_)) return false;
  if (to_named()) return true;
  parent();
  return false;
}

bool Cursor::next_sibling() {
  if (!ts_tree_cursor_goto_next_sibling(&cursor_)) return false;
  return to_named();
}

std::uint16_t Cursor::symbol() const {
  return ts_node_symbol(ts_tree_cursor_current_node(&cursor_));
}

text::Span Cursor::span() const {
  const TSNode node = ts_tree_cursor_current_node(&cursor_);
  return {ts_node_start_byte(node), ts_node_end_byte(node)};
}

std::vector<std::string_view> node_kinds(const TSLanguage* language) {
  std::vector<std::string_view> names;
  const std::uint32_t count = ts_language_symbol_count(language);
  names.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    names.emplace_back(ts_language_symbol_name(language, static_cast<TSSymbol>(i)));
  }
  return names;
}

}  // namespace wiretag::syntax
