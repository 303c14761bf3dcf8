#include "documents/readers/asciidoc_listings.h"

#include <algorithm>
#include <optional>

#include "documents/readers/text_lines.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::is_digit;
using http::trim_blanks;

/// Four or more of one delimiter's character.
bool delimiter(std::string_view line, char c) {
  return line.size() >= 4 && line.find_first_not_of(c) == std::string_view::npos;
}

/// `[source,http]`, `[source%linenums,http,role="bad"]`, `[,http]`, `[.bad,http]`: what stands
/// behind the style; empty for a style of something else.
std::optional<std::string_view> source_attributes(std::string_view line) {
  if (!line.starts_with('[') || !line.ends_with(']') || line.starts_with("[[")) return std::nullopt;
  const std::string_view list = line.substr(1, line.size() - 2);
  const std::string_view style = list.substr(0, list.find_first_of(",%.#"));
  if (!style.empty() && style != "source" && style != "listing") return std::nullopt;
  const std::size_t comma = list.find(',');
  return trim_blanks(comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1));
}

/// Without the callouts at its end: ` <1>`, ` # <2>`.
std::string_view without_callouts(std::string_view line) {
  for (;;) {
    const std::string_view s = http::trim_end(line);
    const std::size_t open = s.rfind('<');
    if (open == std::string_view::npos || open == 0 || !s.ends_with('>')) return line;
    const std::string_view number = s.substr(open + 1, s.size() - open - 2);
    if (number.empty() || number.size() > 2 || !http::is_blank(s[open - 1])) return line;
    if (number != "." && !std::all_of(number.begin(), number.end(), is_digit)) return line;
    line = http::trim_end(s.substr(0, open));
    for (const std::string_view mark : {" #", " //"}) {
      if (line.ends_with(mark)) line = http::trim_end(line.substr(0, line.size() - mark.size()));
    }
  }
}

/// `include::x[]`, `ifdef::x[]`: something else stands there.
bool directive(std::string_view line) {
  for (const std::string_view name : {"include::", "ifdef::", "ifndef::", "endif::", "ifeval::"}) {
    if (line.starts_with(name) && line.ends_with(']')) return true;
  }
  return false;
}

class BlockFinder {
 public:
  explicit BlockFinder(std::string_view text) : lines_(text_lines(text)) {}

  Listings find() {
    while (at_ < lines_.size()) line();
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::string_view text(std::size_t i) const {
    return http::trim_end(lines_[i].text);
  }

  void line() {
    const std::string_view s = text(at_);
    if (delimiter(s, '/')) return skip_block(s);
    if (delimiter(s, '-') || delimiter(s, '.')) return block(s);
    if (s.starts_with("```")) return fence(s);
    if (s.starts_with("//")) return comment(s);
    if (const auto attributes = source_attributes(s)) {
      if (!attributes_) first_ = at_;
      // `[source,http]` below `[.bad]`, or the other way round.
      if (!attributes_ || !attributes->empty()) attributes_ = attributes;
    } else if (s.empty() && at_ > 0 && attributes_) {
      attributes_.reset();
    } else if (attributes_ && !s.starts_with('.') && !s.starts_with('[')) {
      return paragraph();
    }
    ++at_;
  }

  void skip_block(std::string_view mark) {
    for (++at_; at_ < lines_.size() && text(at_) != mark; ++at_) {
    }
    ++at_;
    attributes_.reset();
  }

  void fence(std::string_view mark) {
    if (!attributes_) {
      first_ = at_;
      attributes_ = trim_blanks(mark.substr(3));
    }
    block("```");
  }

  void block(std::string_view mark) {
    const std::size_t begin = attributes_ ? first_ : at_;
    std::size_t end = at_ + 1;
    while (end < lines_.size() && text(end) != mark) ++end;
    add(begin, at_ + 1, end, std::min(end, lines_.size() - 1));
    at_ = end + 1;
  }

  /// Lines up to a blank one.
  void paragraph() {
    std::size_t end = at_;
    while (end < lines_.size() && !text(end).empty()) ++end;
    if (!attributes_->empty()) add(first_, at_, end, end - 1);
    attributes_.reset();
    at_ = end;
  }

  void add(std::size_t begin, std::size_t first, std::size_t end, std::size_t last) {
    Listing listing;
    listing.info = attributes_.value_or(std::string_view());
    for (std::size_t i = first; i < end; ++i) {
      const TextLine& line = lines_[i];
      if (directive(line.text)) continue;
      ListingLine out;
      out.prefix = line.text.substr(0, 0);
      out.text = without_callouts(line.text);
      out.end = line.end;
      listing.lines.push_back(out);
    }
    listing.place = between(lines_[begin].text.data(), lines_[last].end.data());
    found_.blocks.push_back(std::move(listing));
    attributes_.reset();
  }

  void comment(std::string_view s) {
    found_.comments.push_back({lines_[at_].whole(), s, trim_blanks(s.substr(2))});
    ++at_;
  }

  std::vector<TextLine> lines_;
  std::size_t at_ = 0;
  std::optional<std::string_view> attributes_;  ///< of the block that comes next
  std::size_t first_ = 0;                       ///< where they stand
  Listings found_;
};

}  // namespace

Listings asciidoc_listings(std::string_view text) { return BlockFinder(text).find(); }

}  // namespace wiretag::readers
