#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace wiretag::lsp {

/// Paragraphs with blank lines between them. Empty ones are left out.
class Page {
 public:
  void paragraph(std::string_view text) {
    if (text.empty()) return;
    if (!text_.empty()) text_ += "\n\n";
    text_ += text;
  }
  void list(const std::vector<std::string>& items) {
    std::string lines;
    for (const std::string& item : items) {
      lines += fmt::format("{}- {}", lines.empty() ? "" : "\n", item);
    }
    paragraph(lines);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace wiretag::lsp
