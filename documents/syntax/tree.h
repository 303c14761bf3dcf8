#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "documents/text/span.h"

struct TSLanguage;
struct TSParser;
struct TSTree;

namespace wiretag::syntax {

/// A parsed text. Movable; empty until parsed.
class Tree {
 public:
  Tree() = default;
  explicit Tree(TSTree* tree);

  [[nodiscard]] explicit operator bool() const { return tree_ != nullptr; }
  [[nodiscard]] TSTree* get() const { return tree_.get(); }

  /// Tells the tree about an edit of its text, before it is handed to `Parser::parse` as the old
  /// tree. Offsets are bytes.
  void edit(text::Span removed, std::uint32_t inserted, std::string_view before,
            std::string_view after);

 private:
  struct Free {
    void operator()(TSTree* tree) const;
  };
  std::unique_ptr<TSTree, Free> tree_;
};

/// A tree-sitter parser for one language. Never fails: what the grammar does not know becomes a
/// node that says so.
class Parser {
 public:
  explicit Parser(const TSLanguage* language);

  /// Parses `text`, reusing what `old` (edited to fit) shares with it.
  [[nodiscard]] Tree parse(std::string_view text, const Tree* old = nullptr);

 private:
  struct Free {
    void operator()(TSParser* parser) const;
  };
  std::unique_ptr<TSParser, Free> parser_;
};

}  // namespace wiretag::syntax
