#include "documents/readers/document.h"

#include <algorithm>

#include "documents/readers/cuts.h"
#include "documents/readers/har_reader.h"
#include "documents/readers/http_reader.h"
#include "documents/readers/markup_reader.h"
#include "documents/readers/transcript_reader.h"
#include "documents/text/utf8.h"
#include "grammars/http/http.h"

namespace wiretag::readers {
namespace {

/// A chunk is cut at the first `###` line behind this many bytes.
constexpr std::uint32_t kChunkBytes = 4096;
/// Above this size an edited chunk is parsed with its old tree.
constexpr std::uint32_t kKeepTreeBytes = 32768;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// The first NUL byte and the first byte that is not UTF-8.
void find_odd_bytes(const Origin& origin, std::vector<Problem>& problems) {
  const std::string_view text = origin.text();
  const auto report = [&](std::size_t at, Problem::Kind kind) {
    problems.push_back({{text.substr(at, 1), &origin}, {}, kind});
  };
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    report(nul, Problem::Kind::NulByte);
  }
  if (const std::size_t bad = text::first_invalid(text); bad != std::string_view::npos) {
    report(bad, Problem::Kind::NotUtf8);
  }
}

}  // namespace

struct Document::Chunk {
  /// A chunk of a text that is edited keeps a copy, so that its values stay where they are.
  Chunk(std::string_view text, std::uint32_t base, bool at_separator, Lifetime lifetime)
      : copy(lifetime == Lifetime::Edited ? text : std::string_view()),
        origin(lifetime == Lifetime::Edited ? std::string_view(copy) : text, base),
        starts_block(at_separator) {}

  [[nodiscard]] std::uint32_t begin() const { return origin.base(); }
  [[nodiscard]] std::uint32_t end() const {
    return origin.base() + static_cast<std::uint32_t>(origin.text().size());
  }

  std::string copy;
  Origin origin;
  bool starts_block;  ///< whatever stands before it, it reads the same
  syntax::Tree tree;
  HttpContent content;
  std::vector<Problem> odd_bytes;
};

Document::Document(std::string path, std::string text, Lifetime lifetime, Format format)
    : path_(std::move(path)),
      text_(std::make_unique<std::string>(std::move(text))),
      lifetime_(lifetime),
      format_(format),
      lines_(*text_),
      parser_(tree_sitter_http()) {
  if (format_ == Format::Http) {
    read_chunks(0, static_cast<std::uint32_t>(text_->size()), nullptr, chunks_);
  } else {
    read_parts();
  }
}

Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

std::unique_ptr<Document::Chunk> Document::read_chunk(std::uint32_t begin, std::uint32_t end,
                                                      bool starts_block, const syntax::Tree* old) {
  auto chunk =
      std::make_unique<Chunk>(text().substr(begin, end - begin), begin, starts_block, lifetime_);
  chunk->tree = parser_.parse(chunk->origin.text(), old);
  chunk->content = read_http(chunk->tree, chunk->origin);
  find_odd_bytes(chunk->origin, chunk->odd_bytes);
  if (lifetime_ == Lifetime::Once || end - begin < kKeepTreeBytes) chunk->tree = {};
  return chunk;
}

void Document::read_chunks(std::uint32_t begin, std::uint32_t end, const syntax::Tree* old,
                           std::vector<std::unique_ptr<Chunk>>& chunks) {
  if (begin == 0 && text().starts_with(kByteOrderMark)) begin = 3;
  bool starts_block = true;
  while (begin < end) {
    const Cut cut = next_cut(text().substr(0, end), begin, kChunkBytes);
    const bool whole = cut.at == end && chunks.empty();
    chunks.push_back(read_chunk(begin, cut.at, starts_block, whole ? old : nullptr));
    begin = cut.at;
    starts_block = cut.at_separator;
  }
}

void Document::edit(text::Span span, std::string_view inserted) {
  if (lifetime_ != Lifetime::Edited) {
    *this = Document(std::move(path_), std::move(*text_), Lifetime::Edited, format_);
  }
  const auto size = static_cast<std::uint32_t>(text_->size());
  span.end = std::min(span.end, size);
  span.begin = std::min(span.begin, span.end);
  const auto added = static_cast<std::uint32_t>(inserted.size());
  text_->replace(span.begin, span.size(), inserted);
  lines_.edit(*text_, span, added);
  if (format_ == Format::Http) {
    edit_chunks(span, added);
  } else {
    read_parts();
  }
}

void Document::edit_chunks(text::Span span, std::uint32_t added) {
  const std::int64_t delta = std::int64_t{added} - span.size();
  // A separator made or broken at the border of a chunk changes its neighbour: take the chunks that
  // the edit touches.
  const auto touches = [&](const std::unique_ptr<Chunk>& chunk) {
    return chunk->end() + 3 >= span.begin && chunk->begin() <= span.end + 3;
  };
  auto first = std::find_if(chunks_.begin(), chunks_.end(), touches);
  auto last = first;
  while (last != chunks_.end() && (touches(*last) || !(*last)->starts_block)) ++last;

  // Only a block stands for itself: a chunk that starts inside one was cut there for what stands
  // before it.
  while (first != chunks_.begin() && first != chunks_.end() && !(*first)->starts_block) --first;

  const std::uint32_t begin = first == chunks_.begin() || chunks_.empty() ? 0 : (*first)->begin();
  const auto text_size = static_cast<std::uint32_t>(text_->size());
  std::uint32_t end = text_size;
  if (last != chunks_.end()) {
    end = static_cast<std::uint32_t>((*last)->begin() + delta);
    // The next chunk starts at a separator that the edit did not reach, so it stays a start.
  }
  for (auto it = last; it != chunks_.end(); ++it) {
    (*it)->origin.rebase(static_cast<std::uint32_t>((*it)->begin() + delta));
  }
  const syntax::Tree* old = nullptr;
  if (last - first == 1 && (*first)->tree && (*first)->begin() == begin) {
    Chunk& chunk = **first;
    const text::Span inside{span.begin - begin, span.end - begin};
    chunk.tree.edit(inside, added, chunk.origin.text(), text().substr(begin, end - begin));
    old = &chunk.tree;
  }
  std::vector<std::unique_ptr<Chunk>> fresh;
  read_chunks(begin, end, old, fresh);
  const auto at = chunks_.erase(first, last);
  chunks_.insert(at, std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
}

void Document::read_parts() {
  std::string_view text = *text_;
  std::uint32_t base = 0;
  if (text.starts_with(kByteOrderMark)) {
    base = static_cast<std::uint32_t>(kByteOrderMark.size());
    text.remove_prefix(base);
  }
  parts_ = {};
  whole_ = std::make_unique<Origin>(text, base);
  switch (format_) {
    case Format::Har: read_har(*whole_, parts_); break;
    case Format::Transcript: read_transcript(*whole_, parts_); break;
    case Format::Markdown: read_markdown(*whole_, parts_); break;
    case Format::AsciiDoc: read_asciidoc(*whole_, parts_); break;
    case Format::ReStructuredText: read_restructured_text(*whole_, parts_); break;
    case Format::AccessLog:
    case Format::Http: break;
  }
  if (format_ != Format::Har) find_odd_bytes(*whole_, parts_.problems);
}

std::vector<const LogTraffic*> Document::logs() const {
  std::vector<const LogTraffic*> all;
  for (const auto& log : parts_.logs) all.push_back(log.get());
  return all;
}

std::vector<const Exchange*> Document::exchanges() const {
  std::vector<const Exchange*> all;
  for (const auto& part : parts_.http) {
    for (const Exchange& exchange : part->content.exchanges) all.push_back(&exchange);
  }
  for (const auto& chunk : chunks_) {
    for (const Exchange& exchange : chunk->content.exchanges) all.push_back(&exchange);
  }
  return all;
}

std::vector<const Suppression*> Document::suppressions() const {
  std::vector<const Suppression*> all;
  for (const Suppression& one : parts_.suppressions) all.push_back(&one);
  for (const auto& part : parts_.http) {
    for (const Suppression& one : part->content.suppressions) all.push_back(&one);
  }
  for (const auto& chunk : chunks_) {
    for (const Suppression& one : chunk->content.suppressions) all.push_back(&one);
  }
  return all;
}

std::vector<Problem> Document::problems() const {
  std::vector<Problem> all = parts_.problems;
  for (const auto& part : parts_.http) {
    all.insert(all.end(), part->content.problems.begin(), part->content.problems.end());
  }
  bool told[3] = {};
  for (const auto& chunk : chunks_) {
    all.insert(all.end(), chunk->content.problems.begin(), chunk->content.problems.end());
    for (const Problem& problem : chunk->odd_bytes) {
      bool& seen = told[static_cast<std::size_t>(problem.kind)];
      if (!seen) all.push_back(problem);
      seen = true;
    }
  }
  return all;
}

}  // namespace wiretag::readers
