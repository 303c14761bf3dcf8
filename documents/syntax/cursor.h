#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <tree_sitter/api.h>

#include "documents/syntax/tree.h"
#include "documents/text/span.h"

namespace wiretag::syntax {

/// A walk over the named nodes of a tree, in order and in linear time.
class Cursor {
 public:
  explicit Cursor(const Tree& tree);
  ~Cursor() { ts_tree_cursor_delete(&cursor_); }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  /// Moves to the first named child. Stays where it is and returns false where there is none.
  bool first_child();
  /// Moves to the next named sibling. Stays where it is and returns false where there is none.
  bool next_sibling();
  bool parent() { return ts_tree_cursor_goto_parent(&cursor_); }

  /// Index into `node_kinds` of the grammar.
  [[nodiscard]] std::uint16_t symbol() const;
  [[nodiscard]] text::Span span() const;

  /// Calls `visit` at each named child, then stands where it stood.
  template <typename Visit>
  void each_child(Visit visit) {
    if (!first_child()) return;
    do {
      visit();
    } while (next_sibling());
    parent();
  }

 private:
  bool to_named();

  TSTreeCursor cursor_;
};

/// The names of all node kinds of a grammar, by symbol.
[[nodiscard]] std::vector<std::string_view> node_kinds(const TSLanguage* language);

}  // namespace wiretag::syntax
