#pragma once

#include <string>
#include <string_view>

namespace wiretag::lsp {

/// Writes a text for clients that show Markdown and for those that do not.
class Markup {
 public:
  explicit Markup(bool plain) : plain_(plain) {}

  [[nodiscard]] bool plain() const { return plain_; }
  [[nodiscard]] std::string bold(std::string_view text) const;
  /// Running text: nothing in it is taken for markup.
  [[nodiscard]] std::string text(std::string_view text) const;
  [[nodiscard]] std::string code(std::string_view text) const;
  /// "label: url" where there is no markup.
  [[nodiscard]] std::string link(std::string_view label, std::string_view url) const;

 private:
  bool plain_;
};

}  // namespace wiretag::lsp
