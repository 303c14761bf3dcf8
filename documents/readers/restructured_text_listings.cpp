#include "documents/readers/restructured_text_listings.h"

#include <algorithm>
#include <array>

#include "documents/readers/text_lines.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::trim_blanks;

constexpr std::array<std::string_view, 4> kCode = {"code-block", "sourcecode", "code", "highlight"};

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

bool blank(const TextLine& line) { return trim_blanks(line.text).empty(); }

struct Directive {
  std::string_view name;
  std::string_view argument;
};

/// `.. name:: argument`; without a name for a comment.
Directive directive_of(std::string_view line) {
  line = trim_blanks(line.substr(2));
  const std::size_t colons = line.find("::");
  const std::string_view name = line.substr(0, colons);
  if (colons == std::string_view::npos || name.find(' ') != std::string_view::npos) return {};
  return {name, trim_blanks(line.substr(colons + 2))};
}

/// Comments hold text; footnotes (`.. [1]`), targets (`.. _x:`) and substitutions do not.
bool hides_block(std::string_view line) {
  const std::string_view rest = trim_blanks(line.substr(2));
  return !rest.starts_with('[') && !rest.starts_with('_') && !rest.starts_with('|');
}

class BlockFinder {
 public:
  explicit BlockFinder(std::string_view text) : lines_(text_lines(text)) {}

  Listings find() {
    while (at_ < lines_.size()) line();
    return std::move(found_);
  }

 private:
  void line() {
    const std::string_view text = lines_[at_].text;
    const std::string_view s = trim_blanks(text);
    if (s == ".." || s.starts_with(".. ")) return explicit_markup(s);
    if (s.ends_with("::")) return block(language_);
    ++at_;
  }

  void explicit_markup(std::string_view s) {
    const Directive directive = directive_of(s);
    if (directive.name.empty()) {
      found_.comments.push_back({lines_[at_].whole(), s, trim_blanks(s.substr(2))});
      if (!hides_block(s)) {
        ++at_;
      } else {
        at_ = end_of_block(at_ + 1, indent_of(lines_[at_].text));
      }
    } else if (directive.name == "highlight") {
      language_ = directive.argument;
      ++at_;
    } else if (directive.name == "http:example") {
      block("http");
    } else if (std::find(kCode.begin(), kCode.end(), directive.name) != kCode.end()) {
      block(directive.argument.empty() ? language_ : directive.argument);
    } else {
      ++at_;
    }
  }

  /// Behind the lines that are blank or indented more than `indent`.
  [[nodiscard]] std::size_t end_of_block(std::size_t at, std::size_t indent) const {
    while (at < lines_.size() && (blank(lines_[at]) || indent_of(lines_[at].text) > indent)) ++at;
    return at;
  }

  void block(std::string_view info) {
    const std::size_t opening = at_;
    const std::size_t end = end_of_block(at_ + 1, indent_of(lines_[at_].text));
    at_ = end;
    std::size_t first = opening + 1;
    Listing listing;
    listing.info = info;
    for (; first < end && trim_blanks(lines_[first].text).starts_with(':'); ++first) {
      option(trim_blanks(lines_[first].text), listing);
    }
    while (first < end && blank(lines_[first])) ++first;
    std::size_t last = end;
    while (last > first && blank(lines_[last - 1])) --last;
    if (first == last) return;
    add_lines(first, last, listing);
    listing.place = between(lines_[opening].text.data(), lines_[last - 1].end.data());
    found_.blocks.push_back(std::move(listing));
  }

  static void option(std::string_view line, Listing& listing) {
    constexpr std::string_view kClass = ":class:";
    if (line.starts_with(kClass)) listing.classes = trim_blanks(line.substr(kClass.size()));
  }

  void add_lines(std::size_t first, std::size_t last, Listing& listing) const {
    std::size_t indent = lines_[first].text.size();
    for (std::size_t i = first; i < last; ++i) {
      if (!blank(lines_[i])) indent = std::min(indent, indent_of(lines_[i].text));
    }
    for (std::size_t i = first; i < last; ++i) {
      const std::string_view line = lines_[i].text;
      ListingLine out;
      out.prefix = line.substr(0, indent);
      out.text = line.substr(out.prefix.size());
      out.end = lines_[i].end;
      listing.lines.push_back(out);
    }
  }

  std::vector<TextLine> lines_;
  std::size_t at_ = 0;
  std::string_view language_;
  Listings found_;
};

}  // namespace

Listings restructured_text_listings(std::string_view text) { return BlockFinder(text).find(); }

}  // namespace wiretag::readers
