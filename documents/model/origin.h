#pragma once

#include <cstdint>
#include <string_view>

#include "documents/text/span.h"

namespace wiretag {

/// A stretch of text that values are cut from, and where it stands in its file. It does not own the
/// text, which lives as long and stays where it is. Values point at their origin, so it is neither
/// copied nor moved; when text in front of it changes, only `rebase` is called and every place
/// follows.
class Origin {
 public:
  Origin(std::string_view text, std::uint32_t base) : text_(text), base_(base) {}
  Origin(const Origin&) = delete;
  Origin& operator=(const Origin&) = delete;

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint32_t base() const { return base_; }
  void rebase(std::uint32_t base) { base_ = base; }

  /// The bytes of the file that `part`, a view into `text()`, was read from.
  [[nodiscard]] text::Span in_file(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {base_ + begin, base_ + begin + static_cast<std::uint32_t>(part.size())};
  }

 private:
  std::string_view text_;
  std::uint32_t base_;
};

/// A value as it stands in a file: the text, and where it comes from. Without an origin it stands
/// nowhere.
struct Text {
  std::string_view view;
  const Origin* origin = nullptr;

  [[nodiscard]] bool empty() const { return view.empty(); }
  [[nodiscard]] bool placed() const { return origin != nullptr; }
  [[nodiscard]] text::Span span() const { return origin ? origin->in_file(view) : text::Span{}; }
  /// `part` is a view into this text.
  [[nodiscard]] Text part(std::string_view part_view) const { return {part_view, origin}; }
  /// From the start of this text to the end of `last`, which is of the same origin and does not
  /// start before it.
  [[nodiscard]] Text through(const Text& last) const {
    const auto size = last.view.data() + last.view.size() - view.data();
    return {{view.data(), static_cast<std::size_t>(size)}, origin};
  }
};

}  // namespace wiretag
