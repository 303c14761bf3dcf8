#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "documents/model/source_map.h"
#include "documents/text/edit.h"
#include "documents/text/span.h"

namespace wiretag {

/// A stretch of text that values are cut from, where it stands in its file, and how an edit is
/// written there. It does not own the text, which lives as long and stays where it is. Values point
/// at their origin, so it is neither copied nor moved; when text in front of it changes, only
/// `rebase` is called and every place follows.
class Origin {
 public:
  /// A stretch of the file itself.
  Origin(std::string_view text, std::uint32_t base) : text_(text), base_(base) {}
  /// A text decoded from a file. `line_prefix` stands in front of each line there. Evidence is
  /// never edited.
  Origin(std::string_view text, SourceMap map, std::string line_prefix, bool evidence)
      : text_(text),
        decoded_(
            std::make_unique<Decoded>(Decoded{std::move(map), std::move(line_prefix), evidence})) {}
  Origin(const Origin&) = delete;
  Origin& operator=(const Origin&) = delete;

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint32_t base() const { return base_; }
  void rebase(std::uint32_t base) { base_ = base; }

  /// The bytes of the file that `part`, a view into `text()`, was read from.
  [[nodiscard]] text::Span in_file(std::string_view part) const {
    const text::Span inside = within(part);
    if (decoded_) return decoded_->map.in_file(inside);
    return {base_ + inside.begin, base_ + inside.end};
  }
  /// Calls `visit(size, span)` for the pieces that `part` was read from, in order.
  template <typename Visit>
  void each_run(std::string_view part, Visit visit) const {
    if (decoded_) return decoded_->map.each_run(within(part), visit);
    if (!part.empty()) visit(static_cast<std::uint32_t>(part.size()), in_file(part));
  }

  [[nodiscard]] bool editable() const { return !decoded_ || !decoded_->evidence; }
  /// What stands in front of each line in the file.
  [[nodiscard]] std::string_view line_prefix() const {
    return decoded_ ? std::string_view(decoded_->line_prefix) : std::string_view();
  }
  /// `replacement`, for a part of the text, as it is written in the file.
  [[nodiscard]] std::string written(std::string_view replacement) const;
  /// The edit of the file that puts `replacement` in the place of `part`.
  [[nodiscard]] text::Edit edit(std::string_view part, std::string_view replacement) const;

 private:
  struct Decoded {
    SourceMap map;
    std::string line_prefix;
    bool evidence;
  };

  [[nodiscard]] text::Span within(std::string_view part) const {
    const auto begin = static_cast<std::uint32_t>(part.data() - text_.data());
    return {begin, begin + static_cast<std::uint32_t>(part.size())};
  }

  std::string_view text_;
  std::uint32_t base_ = 0;
  std::unique_ptr<Decoded> decoded_;
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
