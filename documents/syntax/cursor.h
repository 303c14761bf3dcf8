#pragma once

#include <algorithm>
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

/// By symbol, what `names` (pairs of a node kind's name and a value) has for each node kind of a
/// grammar, and `other` for those that it does not name.
template <typename Names, typename Kind>
[[nodiscard]] std::vector<Kind> kinds_by_symbol(const TSLanguage* language, const Names& names,
                                                Kind other) {
  std::vector<Kind> kinds;
  for (const std::string_view node : node_kinds(language)) {
    const auto known = std::find_if(names.begin(), names.end(),
                                    [&](const auto& entry) { return entry.first == node; });
    kinds.push_back(known == names.end() ? other : known->second);
  }
  return kinds;
}

}  // namespace wiretag::syntax
