#include "documents/syntax/tree.h"

#include <algorithm>
#include <cstring>

#include <tree_sitter/api.h>

namespace wiretag::syntax {
namespace {

/// Rows end at LF for tree-sitter; columns are bytes.
TSPoint point_at(std::string_view text, std::uint32_t offset) {
  const std::string_view head = text.substr(0, offset);
  const auto rows = static_cast<std::uint32_t>(std::count(head.begin(), head.end(), '\n'));
  const std::size_t last = head.rfind('\n');
  const auto column =
      static_cast<std::uint32_t>(last == std::string_view::npos ? offset : offset - last - 1);
  return {rows, column};
}

}  // namespace

Tree::Tree(TSTree* tree) : tree_(tree) {}

void Tree::Free::operator()(TSTree* tree) const { ts_tree_delete(tree); }

void Tree::edit(text::Span removed, std::uint32_t inserted, std::string_view before,
                std::string_view after) {
  TSInputEdit edit{};
  edit.start_byte = removed.begin;
  edit.old_end_byte = removed.end;
  edit.new_end_byte = removed.begin + inserted;
  edit.start_point = point_at(before, removed.begin);
  edit.old_end_point = point_at(before, removed.end);
  edit.new_end_point = point_at(after, removed.begin + inserted);
  ts_tree_edit(tree_.get(), &edit);
}

Parser::Parser(const TSLanguage* language) : parser_(ts_parser_new()) {
  ts_parser_set_language(parser_.get(), language);
}

void Parser::Free::operator()(TSParser* parser) const { ts_parser_delete(parser); }

Tree Parser::parse(std::string_view text, const Tree* old) {
  return Tree(ts_parser_parse_string(parser_.get(), old ? old->get() : nullptr, text.data(),
                                     static_cast<std::uint32_t>(text.size())));
}

}  // namespace wiretag::syntax
