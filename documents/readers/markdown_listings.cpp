#include "documents/readers/markdown_listings.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include <cmark.h>

#include "documents/readers/text_lines.h"
#include "http/fields/text.h"

namespace wiretag::readers {
namespace {

using http::is_blank;
using http::trim_blanks;

/// The number of lines of a YAML (`---`) or TOML (`+++`) header.
std::size_t front_matter(const std::vector<TextLine>& lines) {
  if (lines.empty()) return 0;
  const std::string_view mark = http::trim_end(lines.front().text);
  if (mark != "---" && mark != "+++") return 0;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = http::trim_end(lines[i].text);
    if (line == mark || (mark == "---" && line == "...")) return i + 1;
  }
  return 0;
}

/// `<Tabs>`, `</TabItem>`: MDX reads Markdown between them.
bool component_line(std::string_view line) {
  line = trim_blanks(line);
  if (!line.starts_with('<') || !line.ends_with('>')) return false;
  line = line.substr(1, line.size() - 2);
  if (line.starts_with('/')) line.remove_prefix(1);
  return !line.empty() && line.front() >= 'A' && line.front() <= 'Z' &&
         line.find('<') == std::string_view::npos;
}

/// The text with the same lines and code blocks, each character where it was, and none of what
/// hides blocks or is slow to parse: nested brackets cost libcmark quadratic time.
std::string for_blocks_only(std::string_view text, const std::vector<TextLine>& lines) {
  std::string copy(text);
  const auto erase = [&](std::string_view line) {
    std::fill_n(copy.begin() + (line.data() - text.data()), line.size(), ' ');
  };
  const std::size_t header = front_matter(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i < header || component_line(lines[i].text)) erase(lines[i].text);
  }
  for (std::size_t i = 0; i < copy.size(); ++i) {
    if (copy[i] == '\0') copy[i] = ' ';
    if (copy[i] == '[' && (i < 2 || copy[i - 1] != '!' || copy[i - 2] != '<')) copy[i] = '.';
  }
  return copy;
}

struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIterator {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};

std::size_t common_suffix(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  return static_cast<std::size_t>(left - a.rbegin());
}

struct Fence {
  std::string_view mark;  ///< "```"
  std::string_view info;
};

/// The fence that a code block starts with at `column`; nullopt for an indented block.
std::optional<Fence> fence_at(std::string_view line, std::size_t column, std::string_view literal) {
  const std::string_view rest = line.substr(std::min(column, line.size()));
  if (rest.empty() || (rest.front() != '`' && rest.front() != '~')) return std::nullopt;
  const std::size_t size = std::min(rest.find_first_not_of(rest.front()), rest.size());
  // An indented block holds the line itself.
  const std::string_view first = literal.substr(0, literal.find_first_of("\r\n"));
  const std::string_view info = trim_blanks(rest.substr(size));
  if (size < 3 || (first == rest && info.empty())) return std::nullopt;
  return Fence{rest.substr(0, size), info};
}

class BlockFinder {
 public:
  explicit BlockFinder(std::string_view text)
      : text_(text), lines_(text_lines(text)), copy_(for_blocks_only(text, lines_)) {}

  Listings find() {
    const std::unique_ptr<cmark_node, FreeNode> document(
        cmark_parse_document(copy_.data(), copy_.size(), CMARK_OPT_SOURCEPOS));
    const std::unique_ptr<cmark_iter, FreeIterator> nodes(cmark_iter_new(document.get()));
    while (cmark_iter_next(nodes.get()) != CMARK_EVENT_DONE) {
      cmark_node* node = cmark_iter_get_node(nodes.get());
      if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK) code_block(node);
    }
    comments();
    return std::move(found_);
  }

 private:
  void code_block(cmark_node* node) {
    const auto start = static_cast<std::size_t>(cmark_node_get_start_line(node)) - 1;
    const auto column = static_cast<std::size_t>(cmark_node_get_start_column(node)) - 1;
    if (start >= lines_.size()) return;
    const std::string_view literal = cmark_node_get_literal(node);
    const std::optional<Fence> fence = fence_at(lines_[start].text, column, literal);
    Listing listing;
    std::size_t at = start;
    if (fence) {
      listing.info = fence->info;
      ++at;
    }
    const std::string_view lead = lines_[start].text.substr(0, column);
    for (const TextLine& line : text_lines(literal)) {
      if (at < lines_.size()) listing.lines.push_back(listing_line(lines_[at++], line.text, lead));
    }
    std::size_t last = std::max(at, start + 1) - 1;
    if (fence && closes(at, *fence)) last = at;
    listing.place = between(lines_[start].text.data(), lines_[last].end.data());
    found_.blocks.push_back(std::move(listing));
  }

  /// `literal` is what libcmark left of the line: blanks of a tab that is cut in two, then its end.
  /// `lead` stands in front of the fence.
  [[nodiscard]] ListingLine listing_line(const TextLine& line, std::string_view literal,
                                         std::string_view lead) const {
    const std::string_view copied(copy_.data() + (line.text.data() - text_.data()),
                                  line.text.size());
    const std::size_t kept = common_suffix(copied, literal);
    std::size_t prefix = line.text.size() - kept;
    ListingLine out;
    const bool cut = kept < literal.size() && prefix > 0 && line.text[prefix - 1] == '\t';
    if (cut && (lead.size() != prefix || !line.text.starts_with(lead))) {
      --prefix;
      out.tab = line.text.substr(prefix, 1);
      out.tab_blanks = static_cast<unsigned>(literal.size() - kept);
    }
    out.prefix = line.text.substr(0, prefix);
    out.text = line.text.substr(line.text.size() - kept);
    out.end = line.end;
    return out;
  }

  /// Line `at`, behind the lines of a block, ends it.
  [[nodiscard]] bool closes(std::size_t at, const Fence& fence) const {
    if (at >= lines_.size()) return false;
    const std::string_view line = lines_[at].text;
    const std::size_t mark = line.find(fence.mark);
    return mark != std::string_view::npos &&
           line.find_first_not_of(fence.mark.front(), mark) == line.find_first_of(" \t", mark);
  }

  void comments() {
    for (std::size_t at = text_.find(kMark); at != std::string_view::npos;
         at = text_.find(kMark, at + kMark.size())) {
      const char* place = text_.data() + at;
      if (!in_code(place)) comment(place);
    }
  }

  [[nodiscard]] bool in_code(const char* place) const {
    const auto& blocks = found_.blocks;
    const auto behind = std::upper_bound(
        blocks.begin(), blocks.end(), place,
        [](const char* p, const Listing& block) { return p < block.place.data(); });
    if (behind == blocks.begin()) return false;
    const std::string_view block = std::prev(behind)->place;
    return place < block.data() + block.size();
  }

  void comment(const char* mark) {
    const auto line = std::prev(
        std::upper_bound(lines_.begin(), lines_.end(), mark,
                         [](const char* p, const TextLine& one) { return p < one.text.data(); }));
    const std::string_view lead = between(line->text.data(), mark);
    for (const auto& [open, close] : kMarks) {
      const std::size_t begin = lead.rfind(open);
      if (begin == std::string_view::npos ||
          !trim_blanks(lead.substr(begin + open.size())).empty()) {
        continue;
      }
      const std::string_view rest = line->text.substr(lead.size());
      const std::size_t end = rest.find(close);
      if (end == std::string_view::npos) continue;
      // Beside other text it may be a quotation: `<!-- … -->` in code.
      const std::string_view before = lead.substr(0, begin);
      if (before.find_first_not_of(" \t>") != std::string_view::npos ||
          !trim_blanks(rest.substr(end + close.size())).empty()) {
        continue;
      }
      MarkupComment out;
      out.whole_line = line->whole();
      out.comment = line->text.substr(begin, lead.size() + end + close.size() - begin);
      out.content = trim_blanks(rest.substr(0, end));
      found_.comments.push_back(out);
      return;
    }
  }

  static constexpr std::string_view kMark = "wiretag-ignore";
  static constexpr std::pair<std::string_view, std::string_view> kMarks[] = {{"<!--", "-->"},
                                                                             {"{/*", "*/}"}};

  std::string_view text_;
  std::vector<TextLine> lines_;
  std::string copy_;
  Listings found_;
};

}  // namespace

Listings markdown_listings(std::string_view text) { return BlockFinder(text).find(); }

}  // namespace wiretag::readers
