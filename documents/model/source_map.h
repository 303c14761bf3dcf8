#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/text/span.h"

namespace wiretag {

/// Where each stretch of a decoded text stands in its file. Bytes that were copied map one to one;
/// a stretch that was decoded (an escape, a line end with the prefix of the next line) is one
/// piece, and any part of it is the whole.
class SourceMap {
 public:
  /// The next `size` bytes of the text stand at `in_file`. Of equal size they are copies.
  void add(std::uint32_t size, text::Span in_file) {
    if (size == 0) return;
    if (!runs_.empty() && continues(runs_.back(), size, in_file)) {
      runs_.back().in_file.end = in_file.end;
    } else {
      runs_.push_back({size_, in_file});
    }
    size_ += size;
  }

  /// Bytes of text mapped so far.
  [[nodiscard]] std::uint32_t size() const { return size_; }

  /// The bytes of the file that a part of the text was read from. An empty part is the place in
  /// front of its offset.
  [[nodiscard]] text::Span in_file(text::Span part) const {
    if (runs_.empty()) return {};
    const std::size_t first = run_at(part.begin);
    const text::Span from = runs_[first].in_file;
    const bool behind = part.begin >= size_;
    const std::uint32_t begin = behind          ? from.end
                                : copied(first) ? from.begin + (part.begin - runs_[first].at)
                                                : from.begin;
    if (part.empty()) return {begin, begin};
    const std::size_t last = run_at(part.end - 1);
    const text::Span to = runs_[last].in_file;
    const std::uint32_t end = copied(last) ? to.begin + (part.end - runs_[last].at) : to.end;
    return {begin, std::max(begin, end)};
  }

  /// Calls `visit(size, in_file)` for the pieces of a part of the text, in order.
  template <typename Visit>
  void each_run(text::Span part, Visit visit) const {
    for (std::size_t i = run_at(part.begin); i < runs_.size() && runs_[i].at < part.end; ++i) {
      const std::uint32_t begin = std::max(part.begin, runs_[i].at);
      const std::uint32_t end = std::min(part.end, end_of(i));
      if (begin < end) visit(end - begin, in_file({begin, end}));
    }
  }

 private:
  struct Run {
    std::uint32_t at;  ///< offset in the text
    text::Span in_file;
  };

  [[nodiscard]] std::uint32_t end_of(std::size_t run) const {
    return run + 1 < runs_.size() ? runs_[run + 1].at : size_;
  }
  [[nodiscard]] bool copied(std::size_t run) const {
    return runs_[run].in_file.size() == end_of(run) - runs_[run].at;
  }
  /// A copy right behind a copy.
  [[nodiscard]] bool continues(const Run& last, std::uint32_t size, text::Span in_file) const {
    return in_file.size() == size && last.in_file.end == in_file.begin &&
           last.in_file.size() == size_ - last.at;
  }
  [[nodiscard]] std::size_t run_at(std::uint32_t offset) const {
    const auto behind =
        std::upper_bound(runs_.begin(), runs_.end(), offset,
                         [](std::uint32_t at, const Run& run) { return at < run.at; });
    return behind == runs_.begin() ? 0 : static_cast<std::size_t>(behind - runs_.begin()) - 1;
  }

  std::vector<Run> runs_;
  std::uint32_t size_ = 0;
};

}  // namespace wiretag
